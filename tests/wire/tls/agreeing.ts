/* What a handshake may agree on. */
import type { ConnectionOptions } from "node:tls";

import type { Category } from "../harness/suite";
import { dial } from "../harness/tls";
import type { TlsCase } from "../harness/tls_world";

/** Old versions and weak suites are offered as well: that the client would not is none of the server's merit. */
const anything = "ALL:@SECLEVEL=0";

function agreed(options: ConnectionOptions): TlsCase["run"] {
	return async ({ strict }) => {
		const made = await dial(strict.address.port, options);
		if (typeof made === "string") return made;
		const { socket } = made;
		const words = [socket.getProtocol(), socket.getCipher().standardName];
		if (options.ALPNProtocols) words.push(String(socket.alpnProtocol || "-"));
		made.stream.close();
		return words.join(" ");
	};
}

const row = (name: string, section: string, expected: string, options: ConnectionOptions): TlsCase => ({
	name,
	section,
	expected,
	run: agreed(options),
});

const only = (version: "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3"): ConnectionOptions => ({
	minVersion: version,
	maxVersion: version,
});

const AES_128 = "TLS_AES_128_GCM_SHA256";
const best = "TLSv1.3 TLS_AES_128_GCM_SHA256";
const best12 = "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

export const versions: Category<TlsCase> = {
	category: "versions",
	cases: [
		row("what Node offers", "RFC 8446 4.1", best, {}),
		row("TLS 1.3 alone", "RFC 8446 4.1", best, only("TLSv1.3")),
		row("TLS 1.2 alone", "RFC 5246 7.4", best12, only("TLSv1.2")),
		row("TLS 1.1 alone", "RFC 8996 5", "tlsv1_alert_protocol_version", {
			...only("TLSv1.1"),
			ciphers: anything,
		}),
		row("TLS 1.0 alone", "RFC 8996 4", "tlsv1_alert_protocol_version", {
			...only("TLSv1"),
			ciphers: anything,
		}),
		row("TLS 1.0 to 1.2", "RFC 5246 E.1", best12, {
			minVersion: "TLSv1",
			maxVersion: "TLSv1.2",
			ciphers: `ECDHE-ECDSA-AES128-GCM-SHA256:AES128-SHA:@SECLEVEL=0`,
		}),
	],
};

/** TLS 1.2 with this cipher alone. */
const cipher12 = (ciphers: string, expected: string): TlsCase =>
	row(ciphers, "RFC 7525 4.2", expected, {
		...only("TLSv1.2"),
		ciphers: `${ciphers}:@SECLEVEL=0`,
	});

const none = "ssl/tls_alert_handshake_failure";

export const suites: Category<TlsCase> = {
	category: "cipher suites",
	cases: [
		...[AES_128, "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"].map((ciphers) =>
			row(ciphers, "RFC 8446 B.4", `TLSv1.3 ${ciphers}`, {
				...only("TLSv1.3"),
				ciphers,
			}),
		),
		row("AES-256 before AES-128: the server's order", "RFC 8446 B.4", best, {
			ciphers: "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256",
		}),
		row(
			"ChaCha20 first: a client without AES in hardware",
			"RFC 8446 B.4",
			"TLSv1.3 TLS_CHACHA20_POLY1305_SHA256",
			{
				ciphers: "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256",
			},
		),
		cipher12("ECDHE-ECDSA-AES128-GCM-SHA256", best12),
		cipher12("ECDHE-ECDSA-AES256-GCM-SHA384", "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
		cipher12("ECDHE-ECDSA-CHACHA20-POLY1305", "TLSv1.2 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
		cipher12("ECDHE-ECDSA-AES128-SHA256", none),
		cipher12("ECDHE-ECDSA-AES256-SHA", none),
		cipher12("ECDHE-ECDSA-AES128-CCM", none),
		cipher12("ECDHE-ECDSA-NULL-SHA", none),
		cipher12("DHE-RSA-AES128-GCM-SHA256", none),
		cipher12("AES128-GCM-SHA256", none),
		cipher12("AECDH-AES128-SHA", none),
	],
};

const group = (ecdhCurve: string, expected: string): TlsCase =>
	row(ecdhCurve, "RFC 8446 4.2.7", expected, { ecdhCurve, ...only("TLSv1.3") });

export const groups: Category<TlsCase> = {
	category: "groups",
	cases: [
		group("X25519", best),
		group("P-256", best),
		group("P-384", best),
		group("P-521", none),
		group("P-521:P-384", best),
	],
};

const protocols = (offered: string[], expected: string): TlsCase =>
	row(offered.join(", "), "RFC 7301 3.2", expected, { ALPNProtocols: offered });

export const applications: Category<TlsCase> = {
	category: "ALPN",
	cases: [
		protocols(["http/1.1"], `${best} http/1.1`),
		protocols(["h2", "http/1.1"], `${best} http/1.1`),
		protocols(["http/1.1", "h2"], `${best} http/1.1`),
		protocols(["h2"], "tlsv1_alert_no_application_protocol"),
		protocols(["http/1.0"], "tlsv1_alert_no_application_protocol"),
		protocols(["http/1.1x", "http/1."], "tlsv1_alert_no_application_protocol"),
	],
};

export const renegotiating: Category<TlsCase> = {
	category: "renegotiation",
	cases: [
		{
			name: "asked for by the client",
			section: "RFC 7525 3.5",
			expected: "no_renegotiation",
			run: async ({ strict }) => {
				const made = await dial(strict.address.port, only("TLSv1.2"));
				if (typeof made === "string") return made;
				const { socket } = made;
				const reason = await new Promise<string>((resolve) => {
					const say = (error: Error | null): void => {
						const code = (error as { code?: string } | null)?.code ?? "done";
						resolve(code.replace("ERR_SSL_", "").toLowerCase());
					};
					socket.on("error", say);
					socket.renegotiate({ rejectUnauthorized: false }, say);
				});
				socket.destroy();
				return reason;
			},
		},
	],
};
