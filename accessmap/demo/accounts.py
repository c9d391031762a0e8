"""The accounts of Kitsune Foods, in their units, and the accounts of others."""

from __future__ import annotations

from accessmap.demo.shapes import Account

ORGANIZATION = "o-k1t5un3f0d"
ROOT_UNIT = "r-k1ts"

MANAGEMENT = "100200300401"
LOG_ARCHIVE = "310045127788"
SECURITY_AUDIT = "310045127799"
INCIDENT_RESP = "310045127803"
NETWORK_HUB = "415500218836"
SHARED_SERVICES = "415500218841"
CI_CD = "415500218859"
DNS_BACKUP = "415500218862"
PAYMENTS = "204411803391"
SHOP = "204411803406"
ORDERS = "204411803414"
LOGISTICS = "204411803422"
LOYALTY = "204411803430"
COLDCHAIN = "204411803448"
PAYMENTS_STG = "204411809001"
SHOP_STG = "204411809019"
ORDERS_STG = "204411809027"
DATA_LAKE = "528830071124"
ANALYTICS = "528830071139"
ML_PLATFORM = "528830071147"
SANDBOX_SATO = "660912340017"
SANDBOX_ML = "660912340025"
SANDBOX_LABS = "660912340033"
OLD_POS = "204411800017"
YUZU_DAIRY = "733194405520"

# Not ours.
TANUKI = "338812907744"
KUMO = "771203348820"
HAYABUSA = "905518220463"
KAPPA = "447730081265"  # was ours until March
STRANGER = "447199021835"  # nobody remembers

AIKO = "aiko.mori@kitsune.example"
RIN = "rin.takeda@kitsune.example"
DAICHI = "daichi.mori@kitsune.example"
KEN = "ken.abe@kitsune.example"
MAKOTO = "makoto.endo@kitsune.example"

UNITS = (
    "Security",
    "Infrastructure",
    "Workloads",
    "Workloads/Production",
    "Workloads/Staging",
    "Data",
    "Sandbox",
    "Suspended",
    "Acquired",
    "Acquired/Yuzu Dairy",
)
PCI = {"compliance": "pci"}
ACCOUNTS = (
    Account(MANAGEMENT, "kitsune-root", owner=KEN),
    Account(LOG_ARCHIVE, "log-archive", "Security", KEN),
    Account(SECURITY_AUDIT, "security-audit", "Security", KEN),
    Account(INCIDENT_RESP, "incident-resp", "Security", KEN),
    Account(NETWORK_HUB, "network-hub", "Infrastructure", RIN),
    Account(SHARED_SERVICES, "shared-services", "Infrastructure", RIN),
    Account(CI_CD, "ci-cd", "Infrastructure", RIN),
    Account(DNS_BACKUP, "dns-backup", "Infrastructure", RIN),
    Account(PAYMENTS, "payments-prod", "Workloads/Production", RIN, PCI),
    Account(SHOP, "shop-prod", "Workloads/Production", RIN),
    Account(ORDERS, "orders-prod", "Workloads/Production", RIN),
    Account(LOGISTICS, "logistics-prod", "Workloads/Production", DAICHI),
    Account(LOYALTY, "loyalty-prod", "Workloads/Production", RIN),
    Account(COLDCHAIN, "coldchain-prod", "Workloads/Production", DAICHI),
    Account(PAYMENTS_STG, "payments-stg", "Workloads/Staging", RIN),
    Account(SHOP_STG, "shop-stg", "Workloads/Staging", RIN),
    Account(ORDERS_STG, "orders-stg", "Workloads/Staging", RIN),
    Account(DATA_LAKE, "data-lake", "Data", DAICHI),
    Account(ANALYTICS, "analytics", "Data", DAICHI),
    Account(ML_PLATFORM, "ml-platform", "Data", DAICHI),
    # Nobody is named as owner of the sandboxes: reviews fall back to security.
    Account(SANDBOX_SATO, "sandbox-sato", "Sandbox"),
    Account(SANDBOX_ML, "sandbox-ml", "Sandbox", DAICHI),
    Account(SANDBOX_LABS, "sandbox-labs", "Sandbox"),
    Account(OLD_POS, "old-pos", "Suspended", RIN),
    Account(YUZU_DAIRY, "yuzu-dairy", "Acquired/Yuzu Dairy", DAICHI),
)
NAMES = {account.id: account.name for account in ACCOUNTS}
