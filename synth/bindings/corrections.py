"""What we know of actions that their files do not say, which of them are bound, and the images that are. Written by hand."""

from __future__ import annotations

from synth.bindings.shape import COMMAS, LINES, NUMBER, TEXT, TRUTH, Correction, Scope, choice, either

_CACHE_KINDS = {
    **LINES.of("path restore-keys"),
    **TRUTH.of("enableCrossOsArchive fail-on-cache-miss lookup-only"),
    **NUMBER.of("upload-chunk-size"),
}

_ATTEST_KINDS = {**LINES.of("subject-path"), **TRUTH.of("push-to-registry create-storage-record show-summary")}
_ATTEST_SCOPES = (
    Scope("id-token", "write", "sign as this workflow"),
    Scope("attestations", "write", "keep the attestation"),
    Scope("artifact-metadata", "write", "record where the image is stored", given="push-to-registry"),
)
_CODE_SCANNING = (
    Scope("security-events", "write", "upload the findings"),
    Scope("actions", "read", "name the run, in a private repository"),
)
_GRADLE_KINDS = {
    **TRUTH.of("cache-disabled cache-read-only cache-write-only cache-overwrite-existing dependency-graph-continue-on-failure"),
    **TRUTH.of("build-scan-publish validate-wrappers allow-snapshot-wrappers gradle-home-cache-strict-match"),
    **NUMBER.of("artifact-retention-days develocity-token-expiry"),
    **LINES.of("gradle-home-cache-includes gradle-home-cache-excludes"),
    **choice("never", "on-failure", "always").of("add-job-summary add-job-summary-as-pr-comment"),
    "cache-provider": choice("enhanced", "basic"),
    "cache-cleanup": choice("never", "on-success", "always"),
    "build-scan-terms-of-use-agree": choice("yes"),
}
_GRADLE_GRAPHS = ("generate-and-submit", "generate-submit-and-upload", "generate-and-upload", "download-and-submit")
_GRADLE_DEFAULTS = {"cache-provider": "basic"}  # the other one is proprietary, and free in private repositories for a while only
_GRADLE_SUBMITS = Scope(
    "contents", "write", "submit the dependencies", given="dependency-graph", unless=("disabled", "generate", "generate-and-upload")
)
_GRADLE_DEPRECATED = {"gradle-home-cache-cleanup": "use cache-cleanup"}

CORRECTIONS: dict[str, Correction] = {
    "actions/attest": Correction(
        "attest",
        "Signs a statement about artifacts, such as where they come from or what is in them.",
        beside_credentials=True,
        kinds=_ATTEST_KINDS,
        scopes=_ATTEST_SCOPES,
    ),
    "actions/attest-build-provenance": Correction(
        "attest_build_provenance",
        "Signs a statement about which run built artifacts from which commit.",
        beside_credentials=True,
        kinds=_ATTEST_KINDS,
        scopes=_ATTEST_SCOPES,
    ),
    "actions/cache": Correction(
        "cache",
        "Restores files from an earlier run, and saves them when the job succeeds.",
        beside_credentials=True,
        kinds=_CACHE_KINDS,
        deprecated={"save-always": "it does not do what it says: restore with actions/cache/restore, save with actions/cache/save under always()"},
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
    "actions/dependency-review-action": Correction(
        "dependency_review",
        "Fails when a pull request brings in dependencies with known vulnerabilities or unwanted licenses.",
        beside_credentials=True,
        scopes=[
            Scope("contents", "read", "compare the dependencies of two commits"),
            Scope("pull-requests", "write", "comment on the pull request", given="comment-summary-in-pr", unless=["never"]),
        ],
        unbound="runs on node20, which runners have dropped; the inputs of v5 were not seen",
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
    "actions/github-script": Correction(
        "github_script",
        "Runs JavaScript with a client of GitHub's API.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("debug"),
            **NUMBER.of("retries"),
            **COMMAS.of("previews retry-exempt-status-codes"),
            "result-encoding": choice("string", "json"),
        },
        more_outputs="the script may set any with core.setOutput",
    ),
    "actions/setup-go": Correction(
        "setup_go",
        "Puts a version of Go on the PATH.",
        beside_credentials=True,
        kinds=TRUTH.of("check-latest cache"),
        defaults={"cache": False},  # no cache unless asked for: a poisoned one would reach jobs that hold credentials
    ),
    "actions/setup-java": Correction(
        "setup_java",
        "Installs one or several versions of a JDK, and settings for Maven.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("check-latest set-default verify-signature overwrite-settings show-download-progress"),
            **LINES.of("java-version cache-dependency-path"),
            "cache": choice("maven", "gradle", "sbt"),
        },
        required=["distribution"],  # its file leaves it open for the sake of .sdkmanrc, and every other use fails without
        deprecated={"jdkFile": "use jdk-file"},
        internal=["job-status"],
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
    "actions/upload-artifact/merge": Correction(
        "merge_artifacts",
        "Makes one artifact of several that this run has kept.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("separate-directories delete-merged include-hidden-files"),
            **NUMBER.of("retention-days compression-level"),
        },
    ),
    "aquasecurity/setup-trivy": Correction(
        "setup_trivy",
        "Puts a version of Trivy on the PATH.",
        beside_credentials=False,
        kinds=TRUTH.of("cache"),
        required=["version"],  # the action's default is the latest, and 0.69.4 to 0.69.6 were malicious (GHSA-69fq-xp46-6x23)
    ),
    "aquasecurity/trivy-action": Correction(
        "trivy",
        "Installs Trivy and scans an image, a file system or a repository with it.",
        beside_credentials=False,
        kinds={
            **TRUTH.of("ignore-unfixed hide-progress list-all-pkgs limit-severities-for-sarif cache skip-setup-trivy"),
            **NUMBER.of("exit-code"),
            **COMMAS.of("vuln-type severity skip-dirs skip-files scanners trivyignores"),
        },
        required=["version"],  # the action's own default falls behind, and 0.69.4 to 0.69.6 were malicious (GHSA-69fq-xp46-6x23)
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
        more_outputs="it sets docker_username_ and docker_password_ for each registry, named after it",
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
    "docker/login-action": Correction(
        "docker_login",
        "Logs Docker in to a registry.",
        beside_credentials=True,
        kinds={**TRUTH.of("logout"), "ecr": either(TRUTH, choice("auto"))},
    ),
    "docker/metadata-action": Correction(
        "docker_metadata",
        "Works out tags, labels and annotations of an image from the event and the commit.",
        beside_credentials=True,
        kinds={**LINES.of("images tags flavor labels annotations"), "context": choice("workflow", "git")},
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
    "docker/setup-qemu-action": Correction(
        "setup_qemu",
        "Lets the runner execute programs of other processor architectures.",
        beside_credentials=True,
        kinds={**TRUTH.of("reset cache-image"), **COMMAS.of("platforms")},
        required=["image"],  # it runs privileged, and the action's default is whatever `latest` is on that day
    ),
    "github/codeql-action/analyze": Correction(
        "codeql_analyze",
        "Runs CodeQL's queries over the databases that `codeql_init` has begun, and uploads what they find.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("skip-queries upload-database wait-for-processing"),
            **NUMBER.of("ram threads"),
            "upload": choice("always", "failure-only", "never"),
        },
        scopes=_CODE_SCANNING,
        deprecated={
            "add-snippets": "leave it out: the action ignores it",
            "cleanup-level": "leave it out: the action ignores it",
        },
        internal=["matrix", "expect-error"],
    ),
    "github/codeql-action/init": Correction(
        "codeql_init",
        "Installs CodeQL and begins a database for each language.",
        beside_credentials=True,
        kinds={
            **TRUTH.of("debug trap-caching"),
            **NUMBER.of("ram threads"),
            **COMMAS.of("languages queries packs"),
            "build-mode": choice("none", "autobuild", "manual"),
            "dependency-caching": either(TRUTH, TEXT),
        },
        scopes=_CODE_SCANNING,
        deprecated={
            "quality-queries": "leave it out: it is for internal use and goes away",
            "setup-python-dependencies": "leave it out: the action ignores it, and installs no Python packages",
        },
        internal=["analysis-kinds", "matrix", "check-run-id"],
    ),
    "github/codeql-action/upload-sarif": Correction(
        "upload_sarif",
        "Shows the findings of a SARIF file under the repository's security alerts.",
        beside_credentials=True,
        kinds=TRUTH.of("wait-for-processing"),
        scopes=_CODE_SCANNING,
        internal=["matrix"],
    ),
    "gradle/actions/dependency-submission": Correction(
        "submit_gradle_dependencies",
        "Tells GitHub which dependencies a Gradle build has.",
        beside_credentials=False,
        kinds={**_GRADLE_KINDS, "dependency-graph": choice(*_GRADLE_GRAPHS)},
        defaults=_GRADLE_DEFAULTS,
        scopes=[_GRADLE_SUBMITS],
        deprecated=_GRADLE_DEPRECATED,
        internal=["workflow-job-context"],
    ),
    "gradle/actions/setup-gradle": Correction(
        "setup_gradle",
        "Puts a version of Gradle on the PATH, and keeps its cache.",
        beside_credentials=False,
        kinds={
            **_GRADLE_KINDS,
            **TRUTH.of("develocity-injection-enabled develocity-allow-untrusted-server develocity-capture-file-fingerprints"),
            **TRUTH.of("develocity-enforce-url"),
            "dependency-graph": choice("disabled", "generate", *_GRADLE_GRAPHS),
        },
        defaults=_GRADLE_DEFAULTS,
        scopes=[
            _GRADLE_SUBMITS,
            Scope("pull-requests", "write", "comment on the pull request", given="add-job-summary-as-pr-comment", unless=["never"]),
        ],
        deprecated={**_GRADLE_DEPRECATED, "arguments": "call Gradle in a step of its own: the action no longer does"},
        internal=["workflow-job-context"],
    ),
    "gradle/actions/wrapper-validation": Correction(
        "validate_gradle_wrappers",
        "Fails when a Gradle wrapper in the repository is not one that Gradle has published.",
        beside_credentials=False,
        kinds={**NUMBER.of("min-wrapper-count"), **TRUTH.of("allow-snapshots"), **COMMAS.of("allow-checksums")},
    ),
    "marocchino/sticky-pull-request-comment": Correction(
        "sticky_comment",
        "Writes a comment on a pull request, or the same comment anew.",
        beside_credentials=False,
        kinds={
            **TRUTH.of("append recreate delete only_create only_update hide_details hide hide_and_recreate ignore_empty skip_unchanged"),
            **TRUTH.of("follow_symbolic_links"),
            **NUMBER.of("number number_force"),
            "hide_classify": choice("SPAM", "ABUSE", "OFF_TOPIC", "OUTDATED", "DUPLICATE", "RESOLVED"),
        },
        scopes=[Scope("pull-requests", "write", "comment on the pull request")],
    ),
    "pnpm/action-setup": Correction(
        "setup_pnpm",
        "Puts a version of pnpm on the PATH.",
        beside_credentials=False,
        more_outputs="it sets dest and bin_dest, which its file does not declare",
        unbound="runs on node20, which runners have dropped; the inputs of v6 were seen only in a copy of its main branch",
    ),
    "slackapi/slack-github-action": Correction(
        "slack",
        "Sends a message to Slack, or calls another method of its API.",
        beside_credentials=False,
        kinds={
            **TRUTH.of("errors payload-templated"),
            "retries": either(NUMBER, TEXT),
            "webhook-type": choice("incoming-webhook", "webhook-trigger"),
        },
    ),
    "step-security/harden-runner": Correction(
        "harden_runner",
        "Watches what the steps after it connect to, and blocks what is not allowed.",
        beside_credentials=False,
        kinds={
            **TRUTH.of("disable-telemetry disable-sudo disable-sudo-and-containers disable-file-monitoring use-policy-store"),
            **TRUTH.of("deploy-on-self-hosted-vm"),
            **LINES.of("allowed-endpoints"),
            "egress-policy": choice("audit", "block"),
        },
        scopes=[Scope("id-token", "write", "fetch the policy", given="policy")],
    ),
    "zizmorcore/zizmor-action": Correction(
        "zizmor",
        "Audits the repository's workflows.",
        beside_credentials=False,
        kinds={
            **TRUTH.of("online-audits advanced-security"),
            "persona": choice("regular", "pedantic", "auditor"),
            "min-severity": choice("unknown", "informational", "low", "medium", "high"),
            "min-confidence": choice("unknown", "low", "medium", "high"),
        },
        defaults={"advanced-security": False},  # the upload is codeql-action 3.28 of May 2025, and needs a permission to write
        required=["version"],  # the action's default is the latest
        scopes=[Scope("security-events", "write", "upload the findings", given="advanced-security")],
    ),
}

IMAGES = (
    "alpine:3.23.4",
    "aquasec/trivy:0.74.0",
    "grafana/k6:1.8.0",
    "mysql:8.4.9",
    "node:24-alpine",
    "postgres:16-alpine",
    "postgres:17-alpine",
    "postgres:18-alpine",
    "python:3.14-slim",
    "redis:7-alpine",
    "redis:8.6-alpine",
)
