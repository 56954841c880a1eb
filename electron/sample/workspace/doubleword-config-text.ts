/** The config file of the sample's Doubleword node (dwctl 10.13.1). */
export const DOUBLEWORD_CONFIG_TEXT = `# Doubleword's own config file on this node. dwctl refuses to start on a key it does not know.
# Its secrets come from the environment: DWCTL_SECRET_KEY, DWCTL_ADMIN_PASSWORD.
host: 0.0.0.0
port: 3001
dashboard_url: https://batch.company.example
database:
  type: external
  url: postgres://dwctl@db.company.example/dwctl
admin_email: platform@company.example
metadata:
  title: Batch inference
  region: eu-west
  organization: Company
auth:
  native:
    enabled: true
    allow_registration: false
  proxy_header:
    enabled: false
email:
  type: file
  path: /var/lib/dwctl/emails
enable_metrics: true
# Without it there is no request history, nobody is charged, and no cost can be told.
enable_analytics: true
background_services:
  leader_election:
    enabled: true
  usage_refresh:
    enabled: true
`;
