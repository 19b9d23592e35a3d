//! Lists by HTTPS, from a server on this machine with an authority of its own: got where that is trusted, refused with the reason in
//! words where anything is wrong with the certificate.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
    net::TcpListener,
    path::Path,
    sync::Arc,
};

use comity::{
    config,
    server::{self, Server},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::ring, pki_types::PrivateKeyDer};

use super::screening::un;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// The address of a server that gives everybody a list; its certificate is for a name, from a year to another.
fn serve(authority: &Authority, name: &str, (from, to): (i32, i32)) -> String {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap().der().clone();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = Arc::new(config.with_single_cert(vec![certificate], PrivateKeyDer::from(key)).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/un.xml", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for socket in listener.incoming() {
            // A caller that trusts nobody goes away in the midst of it.
            let _ = answer(StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), socket.unwrap()));
        }
    });
    url
}

fn answer(mut stream: StreamOwned<ServerConnection, std::net::TcpStream>) -> std::io::Result<()> {
    let (mut request, mut byte) = (Vec::new(), [0]);
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        request.push(byte[0]);
    }
    let list = un("2026-01-10", &["KORYO ALPHA TRADING"]);
    write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{list}", list.len())?;
    stream.conn.send_close_notify();
    stream.flush()
}

/// A configuration with the list at an address, and a file of authorities.
fn configured(url: &str, authorities: Option<&Path>) -> config::Config {
    let mut variables = BTreeMap::from([
        ("COMITY_LISTS__UN".to_owned(), url.to_owned()),
        ("COMITY_LISTS__MAX_AGE_DAYS".to_owned(), "3650".to_owned()),
    ]);
    variables.extend(authorities.map(|file| ("COMITY_LISTS__CA_FILE".to_owned(), file.display().to_string())));
    config::load(None, &variables).unwrap().config
}

#[test]
fn a_list_is_got_from_whom_is_trusted_and_from_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, other, namesake) = (authority("Ours"), authority("Other"), authority("Ours"));
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (one, both) = (file("one.pem", ours.pem()), file("both.pem", other.pem() + &ours.pem()));
    let (strange, false_one) = (file("strange.pem", other.pem()), file("false.pem", namesake.pem()));
    let (here, now) = ("127.0.0.1", (2020, 2100));
    for (name, years, trusted, refused) in [
        (here, now, Some(&one), None),
        (here, now, Some(&both), None),
        (here, now, Some(&strange), Some("signed by nobody who is trusted")),
        (here, now, Some(&false_one), Some("signed by nobody who is trusted")),
        (here, now, None, Some("signed by nobody who is trusted")),
        (here, (2019, 2020), Some(&one), Some("has expired")),
        (here, (2099, 2100), Some(&one), Some("does not hold yet")),
        ("127.0.0.2", now, Some(&one), Some("is for another name")),
        ("lists.example", now, Some(&one), Some("is for another name")),
    ] {
        let case = format!("{name} {years:?} {trusted:?}");
        let config = configured(&serve(&ours, name, years), trusted.map(std::path::PathBuf::as_path));
        let lists = server::lists(&config.lists).unwrap();
        let status = lists.status().next().unwrap();
        match (&status.outcome, refused) {
            (Ok(_), None) => assert_eq!((status.entries, status.id.as_str()), (1, "UN-1718"), "{case}"),
            (Err(error), Some(reason)) => assert!(error.to_string().contains(reason), "{case}: {error}"),
            (outcome, _) => panic!("{case}: {outcome:?}"),
        }
    }
}

#[test]
fn authorities_that_cannot_be_read_keep_the_server_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("authorities.pem");
    for (text, reason) in [
        (None, "cannot be read"),
        (Some(String::new()), "has no certificate"),
        (Some(KeyPair::generate().unwrap().serialize_pem()), "has no certificate"),
        (Some("-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n".to_owned()), "is damaged"),
    ] {
        if let Some(text) = &text {
            std::fs::write(&path, text).unwrap();
        }
        let mut config = configured("https://127.0.0.1:9/un.xml", Some(&path));
        config.server.address = "127.0.0.1:0".parse().unwrap();
        config.ledger.mode = config::LedgerMode::Off;
        let error = Server::build(&config, |_| panic!("nothing is loaded")).err().unwrap().to_string();
        assert!(error.contains(reason) && error.contains("lists.ca_file"), "{text:?}: {error}");
    }
}
