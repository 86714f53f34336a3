#!/usr/bin/env bash
# rcgen 0.14.10 (Rust) and the openssl command (3.x).
#
# CertificateParams::new gives every certificate the same subject, "CN=rcgen self signed cert", an authority and what it signs
# alike. A leaf that an authority has signed then names itself as its issuer, and OpenSSL, with what is built upon it
# (curl, Node.js, Python), refuses it as self-signed, though the authority is the one that is trusted and rustls accepts the
# chain. With a name of its own for either, the same chain is verified.
#
# Seen: "default names: refused" with "self-signed certificate" in OpenSSL's words, and "own names: OK".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --name chain --vcs none .
cat >> Cargo.toml <<'TOML'
rcgen = { version = "=0.14.10", default-features = false, features = ["pem", "ring"] }
TOML
cat > src/main.rs <<'RUST'
use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair};

fn params(names: Vec<String>, common_name: Option<&str>) -> CertificateParams {
    let mut params = CertificateParams::new(names).unwrap();
    if let Some(common_name) = common_name {
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, common_name);
    }
    params
}

fn main() {
    for (folder, authority_name, leaf_name) in [("default", None, None), ("own", Some("authority"), Some("leaf"))] {
        std::fs::create_dir(folder).unwrap();
        let mut authority = params(vec![], authority_name);
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        let key = KeyPair::generate().unwrap();
        std::fs::write(format!("{folder}/ca.pem"), authority.self_signed(&key).unwrap().pem()).unwrap();
        let issuer = Issuer::new(authority, key);
        let leaf = params(vec!["localhost".into()], leaf_name);
        let leaf = leaf.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
        std::fs::write(format!("{folder}/leaf.pem"), leaf.pem()).unwrap();
    }
}
RUST
cargo run --quiet
for names in default own; do
  said=$(openssl verify -CAfile "$names/ca.pem" "$names/leaf.pem" 2>&1 || true)
  if grep -q 'leaf.pem: OK' <<< "$said"; then echo "$names names: OK"
  elif grep -qi 'self.signed certificate' <<< "$said"; then echo "$names names: refused as self-signed"
  else echo "$names names: $said"; fi
done | tee seen
diff seen - <<'SEEN'
default names: refused as self-signed
own names: OK
SEEN
