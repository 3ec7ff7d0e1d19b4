// Reads the settings from the environment. Nothing else in the service looks at `process.env`.

export class ConfigError extends Error {
  name = "ConfigError";
}

const settings = {
  port: { variable: "PORT", fallback: "3000", parse: port },
  databaseUrl: { variable: "DATABASE_URL", parse: url("postgresql", "postgres") },
  redisUrl: { variable: "REDIS_URL", parse: url("redis", "rediss") },
  version: { variable: "APP_VERSION", fallback: "dev", parse: (text) => text },
};

/**
 * Returns the wanted settings, by default all of them.
 * Throws one ConfigError that names every wrong variable and, because URLs hold passwords, no value.
 */
export function readConfig(environment, wanted = Object.keys(settings)) {
  const config = {};
  const problems = [];
  for (const name of wanted) {
    const { variable, fallback, parse } = settings[name];
    try {
      config[name] = parse(environment[variable] || fallback);
    } catch (error) {
      problems.push(`  ${variable} ${error.message}`);
    }
  }
  if (problems.length > 0) {
    throw new ConfigError(`The environment needs a change:\n${problems.join("\n")}`);
  }
  return Object.freeze(config);
}

function port(text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new Error("must be a whole number from 1 to 65535");
  }
  return number;
}

function url(...schemes) {
  const expected = `${schemes[0]}://user:password@host/name`;
  return (text) => {
    if (text === undefined) throw new Error(`is not set; it looks like ${expected}`);
    const scheme = URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : "";
    if (!schemes.includes(scheme)) throw new Error(`is not such a URL: ${expected}`);
    return text;
  };
}
