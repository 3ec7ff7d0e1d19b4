"""The workflow that every system writes, as plain data: four jobs, 26 steps. What a system leaves out or adds shows against this.

`document(i)` is variant i; names, a database and a domain differ, so that no cache of finished text can help.
"""

from __future__ import annotations

from typing import Any

CHECKOUT = "actions/checkout@v7"
SETUP_NODE = "actions/setup-node@v7"
UPLOAD = "actions/upload-artifact@v7"
CREDENTIALS = "aws-actions/configure-aws-credentials@v6"
LOGIN = "aws-actions/amazon-ecr-login@v2"
BUILDX = "docker/setup-buildx-action@v4"
BUILD_PUSH = "docker/build-push-action@v7"
RENDER = "aws-actions/amazon-ecs-render-task-definition@v1"
ECS_DEPLOY = "aws-actions/amazon-ecs-deploy-task-definition@v2"

RUNNER = "ubuntu-24.04"
HEALTH_OPTIONS = "--health-cmd=pg_isready --health-interval=5s --health-retries=12"
UNIT = "mkdir -p reports\nnpm run test:unit -- --coverage --reporters=junit \\\n  --outputFile=reports/unit.xml"
PROBE = (
    "deadline=$((SECONDS + 300))\n"
    'until curl --fail --silent --max-time 5 "$ADDRESS/healthz"; do\n'
    "  if ((SECONDS > deadline)); then\n"
    '    echo "::error::$ADDRESS is not healthy after five minutes"\n'
    "    exit 1\n"
    "  fi\n"
    "  sleep 5\n"
    "done"
)
STAMP = 'echo "tag=$(date -u +%Y%m%d)-${GITHUB_SHA:0:7}" >> "$GITHUB_OUTPUT"'
INSPECT = 'docker buildx imagetools inspect "$REPOSITORY:$TAG" --raw'
REVERT = 'aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$SERVICE" --force-new-deployment'


def document(i: int) -> dict[str, Any]:
    """Variant i, with GitHub's own names and expressions as texts."""
    return {
        "name": f"Orders {i}",
        "on": {
            "push": {"branches": ["main", "release/**"], "paths-ignore": ["**/*.md"]},
            "pull_request": {"branches": ["main"], "types": ["opened", "synchronize", "reopened"]},
            "workflow_dispatch": {
                "inputs": {
                    "level": {
                        "description": "How much the service logs",
                        "type": "choice",
                        "options": ["info", "debug", "trace"],
                        "default": "info",
                        "required": True,
                    }
                }
            },
        },
        "permissions": {"contents": "read"},
        "env": {"AWS_REGION": "eu-central-1", "REPOSITORY": f"shop/orders-{i}"},
        "defaults": {"run": {"shell": "bash"}},
        "concurrency": {
            "group": "orders-${{ github.workflow }}-${{ github.ref }}",
            "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
        },
        "jobs": {"lint": _lint(), "test": _test(i), "image": _image(), "deploy": _deploy(i)},
    }


def _lint() -> dict[str, Any]:
    return {
        "name": "Lint",
        "runs-on": RUNNER,
        "permissions": {"contents": "read"},
        "timeout-minutes": 8,
        "steps": [
            _checkout(),
            _setup_node("24"),
            {"name": "Install", "run": "npm ci --ignore-scripts"},
            {"name": "ESLint", "run": "npx eslint --max-warnings=0 src test"},
            {"name": "Types", "run": "npx tsc --noEmit"},
            {"name": "Format", "run": "npx prettier --check ."},
        ],
    }


def _test(i: int) -> dict[str, Any]:
    return {
        "name": "Test",
        "needs": ["lint"],
        "runs-on": RUNNER,
        "permissions": {"contents": "read"},
        "timeout-minutes": 25,
        "strategy": {
            "fail-fast": False,
            "matrix": {"node": ["22", "24", "26"], "suite": ["api", "worker"], "exclude": [{"node": "22", "suite": "worker"}]},
        },
        "services": {
            "database": {
                "image": "postgres:17-alpine",
                "env": {"POSTGRES_USER": "orders", "POSTGRES_PASSWORD": "only-for-tests", "POSTGRES_DB": f"orders_{i}"},
                "ports": ["5432:5432"],
                "options": HEALTH_OPTIONS,
            }
        },
        "env": {"DATABASE_URL": f"postgres://orders:only-for-tests@localhost:5432/orders_{i}", "LOG_LEVEL": "warn"},
        "steps": [
            _checkout(),
            _setup_node("${{ matrix.node }}"),
            {"name": "Install", "run": "npm ci --ignore-scripts"},
            {"name": "Migrate", "run": "npm run migrate", "env": {"MIGRATIONS": "all"}},
            {"name": "Unit tests", "run": UNIT},
            {"name": "Integration tests", "run": "npm run test:integration -- --suite=${{ matrix.suite }}", "timeout-minutes": 12},
            {
                "name": "Keep reports",
                "if": "always()",
                "uses": UPLOAD,
                "with": {
                    "name": "reports-${{ matrix.suite }}-${{ matrix.node }}",
                    "path": "reports",
                    "if-no-files-found": "error",
                    "retention-days": 5,
                },
            },
        ],
    }


def _image() -> dict[str, Any]:
    address = "${{ steps.login.outputs.registry }}/${{ env.REPOSITORY }}"
    return {
        "name": "Image",
        "needs": ["lint", "test"],
        "runs-on": RUNNER,
        "permissions": {"contents": "read", "id-token": "write"},
        "timeout-minutes": 30,
        "outputs": {
            "address": f"{address}@${{{{ steps.push.outputs.digest }}}}",
            "tag": "${{ steps.stamp.outputs.tag }}",
        },
        "steps": [
            _checkout(),
            _credentials(),
            {"name": "Log in", "id": "login", "uses": LOGIN},
            {"name": "Builder", "uses": BUILDX},
            {"name": "Stamp", "id": "stamp", "run": STAMP},
            {
                "name": "Push",
                "id": "push",
                "uses": BUILD_PUSH,
                "with": {
                    "context": ".",
                    "push": True,
                    "tags": f"{address}:${{{{ steps.stamp.outputs.tag }}}}",
                    "cache-from": "type=gha",
                    "cache-to": "type=gha,mode=max",
                },
            },
            {"name": "Inspect", "run": INSPECT, "env": {"TAG": "${{ steps.stamp.outputs.tag }}"}},
        ],
    }


def _deploy(i: int) -> dict[str, Any]:
    address = f"https://orders-{i}.example.com"
    return {
        "name": "Deploy",
        "needs": ["image"],
        "if": "github.ref == 'refs/heads/main' && github.event_name != 'pull_request'",
        "runs-on": RUNNER,
        "environment": {"name": "production", "url": address},
        "permissions": {"contents": "read", "id-token": "write"},
        "concurrency": {"group": "production", "cancel-in-progress": False},
        "timeout-minutes": 20,
        "env": {"CLUSTER": "shop", "SERVICE": f"orders-{i}", "ADDRESS": address},
        "steps": [
            _checkout(),
            _credentials(),
            {
                "name": "Render",
                "id": "render",
                "uses": RENDER,
                "with": {
                    "task-definition": ".aws/task-definition.json",
                    "container-name": "orders",
                    "image": "${{ needs.image.outputs.address }}",
                    "environment-variables": "LOG_LEVEL=${{ inputs.level }}",
                },
            },
            {
                "name": "Update service",
                "uses": ECS_DEPLOY,
                "with": {
                    "task-definition": "${{ steps.render.outputs.task-definition }}",
                    "service": f"orders-{i}",
                    "cluster": "shop",
                    "wait-for-service-stability": True,
                    "wait-max-delay-seconds": 15,
                },
            },
            {"name": "Probe", "run": PROBE},
            {"name": "Revert", "if": "failure()", "run": REVERT},
        ],
    }


def _checkout() -> dict[str, Any]:
    return {"name": "Check out", "uses": CHECKOUT, "with": {"persist-credentials": False}}


def _setup_node(version: str) -> dict[str, Any]:
    return {"name": "Set up Node", "uses": SETUP_NODE, "with": {"node-version": version, "cache": "npm", "package-manager-cache": False}}


def _credentials() -> dict[str, Any]:
    return {
        "name": "Sign in to AWS",
        "uses": CREDENTIALS,
        "with": {
            "aws-region": "${{ env.AWS_REGION }}",
            "role-to-assume": "${{ vars.DEPLOY_ROLE }}",
            "retry-max-attempts": 3,
        },
    }
