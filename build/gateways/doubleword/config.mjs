/** Who signs in to a server that lives for one run on loopback: made up. */
export const ADMIN = { email: 'admin@example.test', password: 'correct-horse-battery' };

/**
 * The config of a server for tests: on loopback only, its secrets made up, one endpoint and model of its own.
 *
 * @param {{ port: number, database: string, upstream: string, folder: string }} places
 * @returns {string} YAML
 */
export function configText({ port, database, upstream, folder }) {
  return `host: "127.0.0.1"
port: ${port}
dashboard_url: "http://127.0.0.1:${port}"
database:
  type: external
  url: "${database}"
admin_email: "${ADMIN.email}"
admin_password: "${ADMIN.password}"
secret_key: "made-up-secret-key-for-contract-tests-only"
model_sources:
  - name: "seeded-mock"
    url: "${upstream}"
    default_models:
      - name: "mock-small"
        add_to_everyone_group: true
metadata:
  region: "loopback"
  organization: "Example Ltd"
auth:
  native:
    enabled: true
    session:
      # Over plain http the session would not come back otherwise.
      cookie_secure: false
  proxy_header:
    enabled: false
email:
  type: file
  path: "${folder}/emails"
enable_request_logging: true
`;
}
