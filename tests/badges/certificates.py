"""Certificates for servers of the tests: good ones, and each kind of bad one."""

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ISSUER = "Test Authority"


@cache
def authority():
    return trustme.CA(organization_name=ISSUER)


@cache
def stranger():
    return trustme.CA(organization_name="Nobody knows us")


@cache
def certificate(kind, host="localhost"):
    """A certificate with its key by kind: good, tomorrow, expired, early, self_signed, other_host,
    unknown_issuer."""
    now = datetime.now(UTC)
    lives = {
        "tomorrow": (now - timedelta(days=89), now + timedelta(days=1)),
        "expired": (now - timedelta(days=90), now - timedelta(days=1)),
        "early": (now + timedelta(days=1), now + timedelta(days=90)),
    }
    if kind == "self_signed":
        return self_signed(host)
    start, end = lives.get(kind, (now - timedelta(days=10), now + timedelta(days=80)))
    issuer = stranger() if kind == "unknown_issuer" else authority()
    name = "other.example" if kind == "other_host" else host
    issued = issuer.issue_cert(name, not_before=start, not_after=end)
    return issued.private_key_and_cert_chain_pem.bytes()


def self_signed(host):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return private + signed.public_bytes(serialization.Encoding.PEM)


def trust_file(folder):
    path = Path(folder) / "authority.pem"
    authority().cert_pem.write_to_path(path)
    return str(path)


def tls_context(folder, *, kind="good", host="localhost", versions=("TLSv1_2", "TLSv1_3")):
    path = Path(folder) / f"{kind}-{host}.pem"
    path.write_bytes(certificate(kind, host))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # obsolete versions are the point
        context.minimum_version, context.maximum_version = (ssl.TLSVersion[name] for name in versions)
    return context
