#!/usr/bin/env bash
# rcgen 0.14.10 (Rust) and the openssl command (3.x).
#
# A certificate whose `serial_number` nobody sets has one made from its public key. Two certificates of one issuer for one key,
# of two hosts for instance, have the same number then, which RFC 5280 (4.1.2.2) forbids. OpenSSL accepts both; Firefox accepts
# the first that it meets and refuses the second (SEC_ERROR_REUSED_ISSUER_AND_SERIAL), whichever host that is.
#
# Seen: "by default: one number for two hosts; OpenSSL: OK, OK" and "set: two numbers for two hosts; OpenSSL: OK, OK".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --name numbers --vcs none .
cat >> Cargo.toml <<'TOML'
rcgen = { version = "=0.14.10", default-features = false, features = ["pem", "ring"] }
TOML
cat > src/main.rs <<'RUST'
use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, SerialNumber};

fn params(names: Vec<String>, common_name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    params
}

fn main() {
    let mut authority = params(vec![], "authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let key = KeyPair::generate().unwrap();
    std::fs::write("ca.pem", authority.self_signed(&key).unwrap().pem()).unwrap();
    let issuer = Issuer::new(authority, key);
    let common = KeyPair::generate().unwrap();
    for (how, numbers) in [("default", [None, None]), ("set", [Some(1), Some(2)])] {
        for (host, number) in ["one.example", "two.example"].into_iter().zip(numbers) {
            let mut leaf = params(vec![host.into()], host);
            leaf.serial_number = number.map(|number: u64| SerialNumber::from(number));
            std::fs::write(format!("{how}-{host}.pem"), leaf.signed_by(&common, &issuer).unwrap().pem()).unwrap();
        }
    }
}
RUST
cargo run --quiet
for how in default set; do
  numbers=$(for host in one two; do openssl x509 -noout -serial -in "$how-$host.example.pem"; done | sort -u | wc -l)
  verdicts=$(for host in one two; do openssl verify -CAfile ca.pem "$how-$host.example.pem" | sed 's/.*: //'; done | paste -sd, | sed 's/,/, /')
  case "$how $numbers" in
    "default 1") echo "by default: one number for two hosts; OpenSSL: $verdicts" ;;
    "set 2") echo "set: two numbers for two hosts; OpenSSL: $verdicts" ;;
    *) echo "$how: $numbers numbers; OpenSSL: $verdicts" ;;
  esac
done | tee seen
diff seen - <<'SEEN'
by default: one number for two hosts; OpenSSL: OK, OK
set: two numbers for two hosts; OpenSSL: OK, OK
SEEN
