"""The people and accounts that every test speaks of."""

from __future__ import annotations

ORGANIZATION = "o-k1t5un3f0d"
# Ours
MANAGEMENT = "100200300401"  # kitsune-root
PAYMENTS = "204411803391"  # payments-prod
SHOP = "204411803406"  # shop-prod
DATA_LAKE = "528830071124"
SECURITY = "310045127799"  # security-audit
SANDBOX = "660912340017"  # sandbox-sato
OLD_POS = "204411800017"  # refuses to be read
# Theirs
TANUKI = "338812907744"  # Tanuki Observability, a vendor
KUMO = "771203348820"  # Kumo Backup, a vendor
HAYABUSA = "905518220463"  # Hayabusa Pay, a vendor
KAPPA = "447730081265"  # kappa-sweets, left the organization
STRANGER = "447199021835"  # nobody knows

# People
AIKO = "aiko.mori"  # analyst, opens campaigns
RIN = "rin.takeda"  # owns payments-prod
DAICHI = "daichi.mori"  # owns data
KEN = "ken.abe"  # the fallback owner, security
MAKOTO = "makoto.endo"  # auditor
EMAIL = "{}@kitsune.example"
