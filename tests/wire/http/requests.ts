/* Heads and bodies as text. Localhost without its port is a name of this server too. */

export const HOST = "Host: localhost\r\n";
/** A request that must never be answered: whoever answers it has taken a part of another one for it. */
export const SMUGGLED = `GET /smuggled HTTP/1.1\r\n${HOST}\r\n`;

/** A GET with these lines more, which may be as wrong as they like. */
export const get = (target: string, lines = ""): string => `GET ${target} HTTP/1.1\r\n${HOST}${lines}\r\n`;

export const request = (method: string, target: string, lines = ""): string =>
	`${method} ${target} HTTP/1.1\r\n${HOST}${lines}\r\n`;

/** A sign-in with these lines and this body; the answer to a good one is 401 bad_credentials. */
export const post = (lines: string, body: string): string =>
	`POST /api/auth HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${lines}\r\n${body}`;

export const SIGN_IN = '{"username":"nobody","password":"no such password"}';
/** What SIGN_IN is answered with. */
export const SIGNED_OUT = "401:bad_credentials";
