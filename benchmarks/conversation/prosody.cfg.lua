-- Prosody as a coach's practice would run it for chat with a history: every message is archived (mod_mam) before it is
-- passed on. The benchmark fills in what stands between @ signs.
pidfile = "@folder@/prosody.pid"
data_path = "@folder@/data"
certificates = "@folder@"
run_as_root = true
daemonize = false
log = { warn = "@folder@/prosody.log" }
network_backend = "epoll"
interfaces = { "127.0.0.1" }
c2s_ports = { @port@ }
s2s_ports = {}
modules_enabled = { "saslauth", "mam", "carbons", "ping" }
modules_disabled = { "s2s", "tls", "offline", "posix_daemonize" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
-- The archive in files is the faster one by far, and the default; it is not flushed to the disk for each message.
storage = "internal"
default_archive_policy = true
archive_expires_after = "never"
limits = {}
VirtualHost "localhost"
