"""Projects of Maven and Gradle."""

from __future__ import annotations

from synth.detect.defaults import JACOCO, KOVER, MAVEN_GATE, gradle_gate
from tests.stacks.projects.case import Case, Expected


def pom(properties: str = "", *plugins: str, modules: tuple[str, ...] = ()) -> str:
    listed = "".join(f"      <plugin>\n        <artifactId>{name}</artifactId>\n      </plugin>\n" for name in plugins)
    named = "".join(f"    <module>{name}</module>\n" for name in modules)
    return (
        f"<project>\n  <properties>\n{properties}  </properties>\n  <modules>\n{named}  </modules>\n"
        f"  <build>\n    <plugins>\n{listed}    </plugins>\n  </build>\n</project>\n"
    )


TEST = {"src/test/java/OrdersTest.java": "class OrdersTest {}\n"}
VERIFY_IT = ("./mvnw -B verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip=true",)

JVM = (
    Case(
        "maven-spring-boot",
        {
            "mvnw": "#!/bin/sh\n",
            "pom.xml": pom(
                "    <java.version>21</java.version>\n",
                "spring-boot-maven-plugin",
                "jacoco-maven-plugin",
                "spotless-maven-plugin",
                "maven-checkstyle-plugin",
                "maven-failsafe-plugin",
            ),
            **TEST,
        },
        (
            Expected(
                "maven",
                {
                    "java": "21",
                    "lint": ("./mvnw -B checkstyle:check",),
                    "format": ("./mvnw -B spotless:check",),
                    "types": ("./mvnw -B test-compile",),
                    "unit": ("./mvnw -B jacoco:prepare-agent verify jacoco:report -DskipITs", MAVEN_GATE),
                    "coverage": "**/target/site/jacoco",
                    "integration": VERIFY_IT,
                },
                ("audit",),
            ),
        ),
    ),
    Case(
        "maven-without-wrapper-or-anything",
        {"pom.xml": pom(), **TEST},
        (
            Expected(
                "maven",
                {"java": "21", "program": "mvn", "types": ("mvn -B test-compile",), "unit": ("mvn -B verify",), "coverage": ""},
                ("wrapper", "lint", "format", "audit", "gate", "integration"),
            ),
        ),
    ),
    Case(
        "maven-with-modules",
        {
            "mvnw": "#!/bin/sh\n",
            ".sdkmanrc": "# sdk env\njava=17.0.13-tem\n",
            "pom.xml": pom("", "jacoco-maven-plugin", "dependency-check-maven", modules=("api", "core")),
            "api/pom.xml": pom("", "spotbugs-maven-plugin"),
            "core/pom.xml": pom("    <maven.compiler.release>11</maven.compiler.release>\n"),
            "core/src/test/java/CoreTest.java": "class CoreTest {}\n",
        },
        (
            Expected(
                "maven",
                {
                    "java": "17",
                    "lint": ("./mvnw -B test-compile spotbugs:check",),
                    "types": ("./mvnw -B test-compile",),
                    "audit": ("./mvnw -B dependency-check:aggregate",),
                    "unit": ("./mvnw -B jacoco:prepare-agent verify jacoco:report", MAVEN_GATE),
                    "coverage": "**/target/site/jacoco",
                },
                ("format", "integration"),
                members=("api", "core"),
            ),
        ),
    ),
    Case(
        "maven-with-a-plugin-in-a-comment",
        {
            "mvnw": "#!/bin/sh\n",
            ".java-version": "25\n",
            "pom.xml": pom("    <maven.compiler.source>1.8</maven.compiler.source>\n").replace(
                "<plugins>", "<plugins>\n      <!-- <artifactId>jacoco-maven-plugin</artifactId> -->"
            ),
        },
        (
            Expected(
                "maven",
                {"java_file": ".java-version", "types": ("./mvnw -B test-compile",)},
                ("lint", "format", "audit", "unit", "integration"),
            ),
        ),
    ),
    Case(
        "gradle-kotlin",
        {
            "gradlew": "#!/bin/sh\n",
            "settings.gradle.kts": 'rootProject.name = "orders"\n',
            "build.gradle.kts": """\
plugins {
    kotlin("jvm") version "2.3.0"
    id("io.gitlab.arturbosch.detekt") version "1.23.8"
    id("org.jlleitschuh.gradle.ktlint") version "13.1.0"
    id("org.jetbrains.kotlinx.kover") version "0.9.3"
}

kotlin {
    jvmToolchain(21)
}

testing {
    suites {
        register<JvmTestSuite>("integrationTest")
    }
}
""",
            "src/test/kotlin/OrdersTest.kt": "class OrdersTest\n",
        },
        (
            Expected(
                "gradle",
                {
                    "java": "21",
                    "lint": ("./gradlew detekt ktlintCheck",),
                    "types": ("./gradlew testClasses",),
                    "unit": ("./gradlew test koverXmlReport", gradle_gate(KOVER)),
                    "coverage": "**/build/reports/kover",
                    "integration": ("./gradlew integrationTest",),
                },
                ("format", "audit"),
            ),
        ),
    ),
    Case(
        "gradle-java-with-xml-report",
        {
            "gradlew": "#!/bin/sh\n",
            "build.gradle": """\
plugins {
    id 'java'
    id 'jacoco'
    id 'checkstyle'
    id 'com.diffplug.spotless' version '8.0.0'
}

java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(17)
    }
}

jacocoTestReport {
    reports {
        xml.required = true
    }
}
""",
            **TEST,
        },
        (
            Expected(
                "gradle",
                {
                    "java": "17",
                    "lint": ("./gradlew checkstyleMain checkstyleTest",),
                    "format": ("./gradlew spotlessCheck",),
                    "types": ("./gradlew testClasses",),
                    "unit": ("./gradlew test jacocoTestReport", gradle_gate(JACOCO)),
                    "coverage": "**/build/reports/jacoco",
                },
                ("audit", "integration"),
            ),
        ),
    ),
    Case(
        "gradle-java-with-its-own-rules",
        {
            "gradlew": "#!/bin/sh\n",
            "build.gradle": "plugins {\n    id 'java'\n    id 'jacoco'\n}\n\nsourceCompatibility = '1.8'\n\n"
            "jacocoTestCoverageVerification {\n    violationRules {\n        rule { limit { minimum = 0.85 } }\n    }\n}\n",
            **TEST,
        },
        (
            Expected(
                "gradle",
                {
                    "java": "8",
                    "types": ("./gradlew testClasses",),
                    "unit": ("./gradlew test jacocoTestReport jacocoTestCoverageVerification",),
                    "coverage": "**/build/reports/jacoco",
                },
                ("lint", "format", "audit", "gate", "integration"),
            ),
        ),
    ),
    Case(
        "gradle-without-wrapper-or-coverage",
        {"build.gradle": "apply plugin: 'java'\n", "Dockerfile": "FROM eclipse-temurin:17-jre\nCOPY build/libs/app.jar /\n", **TEST},
        (
            Expected(
                "gradle",
                {"java": "17", "program": "gradle", "types": ("gradle testClasses",), "unit": ("gradle test",), "coverage": ""},
                ("wrapper", "lint", "format", "audit", "gate", "integration"),
            ),
        ),
    ),
)
