// The reference workflow as an object literal, which both JavaScript peers take. `uses(reference, inputs)` makes the part of a step that runs an action.
const RUNNER = "ubuntu-24.04";
const UNIT = `mkdir -p reports
npm run test:unit -- --coverage --reporters=junit \\
  --outputFile=reports/unit.xml`;
const STAMP = 'echo "tag=$(date -u +%Y%m%d)-${GITHUB_SHA:0:7}" >> "$GITHUB_OUTPUT"';
const INSPECT = 'docker buildx imagetools inspect "$REPOSITORY:$TAG" --raw';
const PROBE = `deadline=$((SECONDS + 300))
until curl --fail --silent --max-time 5 "$ADDRESS/healthz"; do
  if ((SECONDS > deadline)); then
    echo "::error::$ADDRESS is not healthy after five minutes"
    exit 1
  fi
  sleep 5
done`;
const REVERT = 'aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$SERVICE" --force-new-deployment';

export function orders(i, uses) {
  const database = `orders_${i}`;
  const address = `https://orders-${i}.example.com`;
  const repository = "${{ steps.login.outputs.registry }}/${{ env.REPOSITORY }}";
  const tag = "${{ steps.stamp.outputs.tag }}";
  const checkOut = () => ({ name: "Check out", ...uses("actions/checkout@v7", { "persist-credentials": false }) });
  const setUpNode = (version) => ({
    name: "Set up Node",
    ...uses("actions/setup-node@v7", { "node-version": version, cache: "npm", "package-manager-cache": false }),
  });
  const signIn = () => ({
    name: "Sign in to AWS",
    ...uses("aws-actions/configure-aws-credentials@v6", {
      "aws-region": "${{ env.AWS_REGION }}",
      "role-to-assume": "${{ vars.DEPLOY_ROLE }}",
      "retry-max-attempts": 3,
    }),
  });
  return {
    name: `Orders ${i}`,
    on: {
      push: { branches: ["main", "release/**"], "paths-ignore": ["**/*.md"] },
      pull_request: { branches: ["main"], types: ["opened", "synchronize", "reopened"] },
      workflow_dispatch: {
        inputs: {
          level: {
            description: "How much the service logs",
            type: "choice",
            options: ["info", "debug", "trace"],
            default: "info",
            required: true,
          },
        },
      },
    },
    permissions: { contents: "read" },
    env: { AWS_REGION: "eu-central-1", REPOSITORY: `shop/orders-${i}` },
    defaults: { run: { shell: "bash" } },
    concurrency: {
      group: "orders-${{ github.workflow }}-${{ github.ref }}",
      "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    },
    jobs: {
      lint: {
        name: "Lint",
        "runs-on": RUNNER,
        permissions: { contents: "read" },
        "timeout-minutes": 8,
        steps: [
          checkOut(),
          setUpNode("24"),
          { name: "Install", run: "npm ci --ignore-scripts" },
          { name: "ESLint", run: "npx eslint --max-warnings=0 src test" },
          { name: "Types", run: "npx tsc --noEmit" },
          { name: "Format", run: "npx prettier --check ." },
        ],
      },
      test: {
        name: "Test",
        needs: ["lint"],
        "runs-on": RUNNER,
        permissions: { contents: "read" },
        "timeout-minutes": 25,
        strategy: {
          "fail-fast": false,
          matrix: { node: ["22", "24", "26"], suite: ["api", "worker"], exclude: [{ node: "22", suite: "worker" }] },
        },
        services: {
          database: {
            image: "postgres:17-alpine",
            env: { POSTGRES_USER: "orders", POSTGRES_PASSWORD: "only-for-tests", POSTGRES_DB: database },
            ports: ["5432:5432"],
            options: "--health-cmd=pg_isready --health-interval=5s --health-retries=12",
          },
        },
        env: { DATABASE_URL: `postgres://orders:only-for-tests@localhost:5432/${database}`, LOG_LEVEL: "warn" },
        steps: [
          checkOut(),
          setUpNode("${{ matrix.node }}"),
          { name: "Install", run: "npm ci --ignore-scripts" },
          { name: "Migrate", run: "npm run migrate", env: { MIGRATIONS: "all" } },
          { name: "Unit tests", run: UNIT },
          { name: "Integration tests", run: "npm run test:integration -- --suite=${{ matrix.suite }}", "timeout-minutes": 12 },
          {
            name: "Keep reports",
            if: "always()",
            ...uses("actions/upload-artifact@v7", {
              name: "reports-${{ matrix.suite }}-${{ matrix.node }}",
              path: "reports",
              "if-no-files-found": "error",
              "retention-days": 5,
            }),
          },
        ],
      },
      image: {
        name: "Image",
        needs: ["lint", "test"],
        "runs-on": RUNNER,
        permissions: { contents: "read", "id-token": "write" },
        "timeout-minutes": 30,
        outputs: { address: `${repository}@\${{ steps.push.outputs.digest }}`, tag },
        steps: [
          checkOut(),
          signIn(),
          { name: "Log in", id: "login", ...uses("aws-actions/amazon-ecr-login@v2") },
          { name: "Builder", ...uses("docker/setup-buildx-action@v4") },
          { name: "Stamp", id: "stamp", run: STAMP },
          {
            name: "Push",
            id: "push",
            ...uses("docker/build-push-action@v7", {
              context: ".",
              push: true,
              tags: `${repository}:${tag}`,
              "cache-from": "type=gha",
              "cache-to": "type=gha,mode=max",
            }),
          },
          { name: "Inspect", run: INSPECT, env: { TAG: tag } },
        ],
      },
      deploy: {
        name: "Deploy",
        needs: ["image"],
        if: "github.ref == 'refs/heads/main' && github.event_name != 'pull_request'",
        "runs-on": RUNNER,
        environment: { name: "production", url: address },
        permissions: { contents: "read", "id-token": "write" },
        concurrency: { group: "production", "cancel-in-progress": false },
        "timeout-minutes": 20,
        env: { CLUSTER: "shop", SERVICE: `orders-${i}`, ADDRESS: address },
        steps: [
          checkOut(),
          signIn(),
          {
            name: "Render",
            id: "render",
            ...uses("aws-actions/amazon-ecs-render-task-definition@v1", {
              "task-definition": ".aws/task-definition.json",
              "container-name": "orders",
              image: "${{ needs.image.outputs.address }}",
              "environment-variables": "LOG_LEVEL=${{ inputs.level }}",
            }),
          },
          {
            name: "Update service",
            ...uses("aws-actions/amazon-ecs-deploy-task-definition@v2", {
              "task-definition": "${{ steps.render.outputs.task-definition }}",
              service: `orders-${i}`,
              cluster: "shop",
              "wait-for-service-stability": true,
              "wait-max-delay-seconds": 15,
            }),
          },
          { name: "Probe", run: PROBE },
          { name: "Revert", if: "failure()", run: REVERT },
        ],
      },
    },
  };
}
