"""The actions and images that are bound, and what we know of them that their files do not say. Written by hand."""

from __future__ import annotations

from synth.bindings.shape import COMMAS, LINES, NUMBER, TEXT, TRUTH, Correction, Scope, choice, either

_CACHE_KINDS = {
    **LINES.of("path restore-keys"),
    **TRUTH.of("enableCrossOsArchive fail-on-cache-miss lookup-only"),
    **NUMBER.of("upload-chunk-size"),
}

CORRECTIONS: dict[str, Correction] = {
    "actions/cache": Correction(
        "cache",
        "Restores files from an earlier run, and saves them when the job succeeds.",
        beside_credentials=True,
        kinds=_CACHE_KINDS,
    ),
    "actions/cache/restore": Correction(
        "cache_restore",
        "Restores files from an earlier run and saves nothing.",
        beside_credentials=True,
        kinds={name: kind for name, kind in _CACHE_KINDS.items() if name != "upload-chunk-size"},
    ),
    "actions/cache/save": Correction(
        "cache_save",
        "Saves files for later runs, at once.",
        beside_credentials=True,
        kinds={name: _CACHE_KINDS[name] for name in ("path", "enableCrossOsArchive", "upload-chunk-size")},
    ),
    "actions/checkout": Correction(
        "checkout",
        "Checks out the repository at the commit that started the run.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("ssh-strict persist-credentials clean sparse-checkout-cone-mode fetch-tags show-progress lfs set-safe-directory"),
            **TRUTH.of("allow-unsafe-pr-checkout"),
            **NUMBER.of("fetch-depth"),
            **LINES.of("ssh-known-hosts sparse-checkout"),
            "submodules": either(TRUTH, choice("recursive")),
        },
        defaults={"persist-credentials": False},  # otherwise every later step of the job can read the token
        scopes=[Scope("contents", "read", "check out the repository")],
    ),
    "actions/download-artifact": Correction(
        "download_artifact",
        "Fetches artifacts that this run, or with a token another one, has kept.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("merge-multiple skip-decompress"),
            **COMMAS.of("artifact-ids"),
            "run-id": either(NUMBER, TEXT),
            "digest-mismatch": choice("ignore", "info", "warn", "error"),
        },
        scopes=[Scope("actions", "read", "read the artifacts of another run", given="github-token")],
    ),
    "actions/setup-node": Correction(
        "setup_node",
        "Puts a version of Node.js on the PATH.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("check-latest package-manager-cache"),
            **LINES.of("cache-dependency-path"),
            "cache": choice("npm", "yarn", "pnpm"),
        },
        defaults={"package-manager-cache": False},  # no cache unless asked for: a poisoned one would reach jobs that hold credentials
    ),
    "actions/setup-python": Correction(
        "setup_python",
        "Puts one or several versions of Python on the PATH.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("check-latest update-environment allow-prereleases freethreaded"),
            **LINES.of("python-version cache-dependency-path"),
            "cache": choice("pip", "pipenv", "poetry"),
        },
    ),
    "actions/upload-artifact": Correction(
        "upload_artifact",
        "Keeps files of the job as an artifact of the run.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("overwrite include-hidden-files archive"),
            **NUMBER.of("retention-days compression-level"),
            **LINES.of("path"),
            "if-no-files-found": choice("warn", "error", "ignore"),
        },
        defaults={"if-no-files-found": "error"},  # a missing report or image is a mistake, and the reader of a green job would not see it
    ),
    "aquasecurity/setup-trivy": Correction(
        "setup_trivy",
        "Puts a version of Trivy on the PATH.",
        beside_credentials=False,
        kinds=TRUTH.of("cache"),
        required=["version"],  # the action's default is the latest, and 0.69.4 to 0.69.6 were malicious (GHSA-69fq-xp46-6x23)
    ),
    "astral-sh/setup-uv": Correction(
        "setup_uv",
        "Puts a version of uv on the PATH.",
        beside_credentials=False,
        kinds={
            **TRUTH.of("activate-environment no-project restore-cache save-cache prune-cache cache-python ignore-nothing-to-cache"),
            **TRUTH.of("ignore-empty-workdir download-from-astral-mirror add-problem-matchers quiet"),
            **LINES.of("cache-dependency-glob"),
            "enable-cache": either(TRUTH, choice("auto")),
            "resolution-strategy": choice("highest", "lowest"),
        },
    ),
    "aws-actions/amazon-ecr-login": Correction(
        "ecr_login",
        "Logs Docker and its kin in to ECR, with the job's AWS credentials.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("mask-password skip-logout"),
            **COMMAS.of("registries"),
            "registry-type": choice("private", "public"),
        },
    ),
    "aws-actions/amazon-ecs-deploy-task-definition": Correction(
        "ecs_deploy_task_definition",
        "Registers a task definition and deploys it to an ECS service.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("wait-for-service-stability force-new-deployment run-task wait-for-task-stopped enable-ecs-managed-tags"),
            **NUMBER.of("desired-count wait-for-minutes wait-max-delay-seconds max-retries"),
            **COMMAS.of("run-task-security-groups run-task-subnets keep-null-value-keys"),
            "run-task-assign-public-IP": choice("ENABLED", "DISABLED"),
        },
        # not waiting would call every deployment a success; the back-off of the SDK notices the end up to two minutes late
        defaults={"wait-for-service-stability": True, "wait-max-delay-seconds": 15},
    ),
    "aws-actions/amazon-ecs-render-task-definition": Correction(
        "ecs_render_task_definition",
        "Writes a task definition with another image in a container of it.",
        beside_credentials=True,
        kinds={
            **COMMAS.of("container-name"),
            **LINES.of("environment-variables log-configuration-options docker-labels env-files secrets"),
        },
    ),
    "aws-actions/configure-aws-credentials": Correction(
        "configure_aws_credentials",
        "Signs in to AWS for the steps that follow.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("overwrite-aws-profile role-chaining mask-aws-account-id role-skip-session-tagging output-credentials"),
            **TRUTH.of("output-env-credentials unset-current-credentials disable-retry special-characters-workaround"),
            **TRUTH.of("use-existing-credentials force-skip-oidc"),
            **NUMBER.of("role-duration-seconds retry-max-attempts action-timeout-s"),
            **LINES.of("transitive-tag-keys managed-session-policies"),
            **COMMAS.of("allowed-account-ids"),
        },
        defaults={"retry-max-attempts": 3},  # the action's 12 attempts only delay the message that the role does not trust this job
        scopes=[Scope("id-token", "write", "sign in to AWS with OIDC", given="role-to-assume")],
    ),
    "docker/build-push-action": Correction(
        "build_push",
        "Builds an image with Buildx; what becomes of it say `outputs`, `load` and `push`.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("load no-cache pull push"),
            **LINES.of("add-hosts allow annotations attests build-args build-contexts cache-from cache-to labels no-cache-filters outputs"),
            **LINES.of("secrets secret-envs secret-files ssh tags ulimit"),
            **COMMAS.of("platforms"),
            **either(TRUTH, TEXT).of("provenance sbom"),
        },
    ),
    "docker/setup-buildx-action": Correction(
        "setup_buildx",
        "Starts a Buildx builder.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("use keep-state cache-binary cleanup"),
            **LINES.of("driver-opts"),
            **COMMAS.of("platforms"),
        },
    ),
}

IMAGES = (
    "alpine:3.23.4",
    "aquasec/trivy:0.74.0",
    "grafana/k6:1.8.0",
    "node:24-alpine",
    "postgres:16-alpine",
    "postgres:17-alpine",
    "postgres:18-alpine",
    "python:3.14-slim",
    "redis:7-alpine",
    "redis:8.6-alpine",
)
