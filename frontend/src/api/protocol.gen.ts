// Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.

/** A person as others see them. */
export interface UserView {
	userId: number;
	user: string;
	displayName: string;
	sex: "Secret" | "Male" | "Female";
	userImage: string | null;
	role: "member" | "administrator" | "guest";
}

/** One of one's own sessions. */
export interface SessionView {
	sessionId: number;
	created: number;
	lastSeen: number;
	agent: string;
	address: string;
	current: boolean;
}

/** An account as an administrator sees it. */
export interface AccountView {
	userId: number;
	user: string;
	displayName: string;
	email: string | null;
	role: "member" | "administrator" | "guest";
	state: "active" | "pending" | "disabled";
	created: number;
}

/** An invitation one has made. */
export interface InvitationView {
	invitationId: number;
	created: number;
	expires: number;
	uses: number;
	/** 0: any number. */
	maxUses: number;
	guest: boolean;
	roomIds: number[];
}

/** A stored message. */
export interface MessageView {
	id: number;
	roomId: number;
	/** Place in the room's stream. */
	seq: number;
	/** The n-th message of the room. */
	number: number;
	userId: number;
	/** Milliseconds since 1970, the server's clock. */
	time: number;
	content: string | null;
	/** The sender's own id of the message. */
	clientId: string;
	status: "on_server" | "received" | "read";
	edited: number;
	threadMessagesCount: number;
	parentMessage: number | null;
	/** Who is mentioned: symbol in the text to userId. */
	tags: Record<string, number>;
}

/** A room as one member has it. */
export interface RoomView {
	roomId: number;
	/** null for direct rooms. */
	name: string | null;
	channelId: number | null;
	roomCreatorId: number | null;
	isMainInChannel: boolean;
	isOpen: boolean;
	isVisible: boolean;
	notifications: boolean;
	p2p: boolean;
	volume: number;
	/**
	 * Members; for rooms of more than 500, and all behind the first 20,000 of a frame, only the receiver,
	 * and memberCount tells.
	 */
	users: number[];
	memberCount: number;
	/** Events with a higher seq follow on this socket without a gap. */
	seq: number;
	epoch: number;
	unread: number;
	readSeq: number;
}

/** A group of rooms; pychat calls it a channel. */
export interface GroupView {
	channelId: number;
	channelName: string;
	channelCreatorId: number | null;
}

/** A room that somebody may join. */
export interface ListedRoom {
	roomId: number;
	name: string;
	channelId: number;
	memberCount: number;
	joined: boolean;
}

/** Where a client stands in a stream: a room's, or its own private one. */
export interface StreamPosition {
	roomId?: number | null;
	userId?: number | null;
	after: number;
}

/** What happened in a stream after the position asked for. */
export interface StreamChanges {
	roomId?: number;
	userId?: number;
	/** Array of events in order of seq, as they are sent live. */
	changes: ServerEvent[];
	/** The position after these changes. */
	seq: number;
	/** The stream's newest seq; ask again while seq is smaller. */
	head: number;
	epoch: number;
	/** Too far behind or a restored backup: forget the stream and load it anew. */
	resync: boolean;
}

/** ping: Asks for a pong, for measuring and after waking up. */
export interface SessionPingInput {
	time?: number | null;
}

export interface SessionPingReply {
	time: number | null;
}

/** pong: The answer to a ping of the server. It is not answered. */
export interface SessionPongInput {
	time?: number | null;
}

/** getUsers: People by id: those with whom one shares a room, and oneself; others are left out. */
export interface AccountViewsInput {
	userIds: number[];
}

export interface AccountViewsReply {
	users: UserView[];
}

/** listSessions: One's own sessions, the latest first. */
export type SessionListInput = Record<never, never>;

export interface SessionListReply {
	sessions: SessionView[];
}

/** revokeSession: Ends one of one's own sessions; its sockets close within a second. */
export interface SessionRevokeInput {
	sessionId: number;
}

export interface SessionRevokeReply {
	sessionId: number;
}

/** setDisplayName: Sets the name that others see. */
export interface AccountRenameInput {
	displayName: string;
}

export interface AccountRenameReply {
	displayName: string;
}

/** listAccounts: Accounts by id, a page of 100 after `after`. */
export interface AccountListInput {
	after?: number | null;
	state?: "active" | "pending" | "disabled" | null;
}

export interface AccountListReply {
	accounts: AccountView[];
}

/**
 * createAccount: Makes an account for somebody; without a password the answer has a link where they set
 * one.
 */
export interface AccountCreateInput {
	username: string;
	password?: string | null;
	displayName?: string | null;
	role?: "member" | "administrator" | "guest" | null;
}

export interface AccountCreateReply {
	userId: number;
	url: string | null;
}

/** setAccountPassword: Sets somebody's password; all their sessions end. */
export interface AccountSetPasswordInput {
	userId: number;
	password: string;
}

export interface AccountSetPasswordReply {
	userId: number;
}

/** createResetLink: Makes a link, good for a day and one use, where somebody sets a new password. */
export interface ResetCreateInput {
	userId: number;
}

export interface ResetCreateReply {
	userId: number;
	url: string;
	expires: number;
}

/**
 * setAccountState: Approves, disables or enables an account. The sockets of a disabled one close within a
 * second.
 */
export interface AccountSetStateInput {
	userId: number;
	state: "active" | "pending" | "disabled";
}

export interface AccountSetStateReply {
	userId: number;
	state: "active" | "pending" | "disabled";
}

/** setAccountRole: Makes somebody a member, an administrator or a guest. The last administrator stays one. */
export interface AccountSetRoleInput {
	userId: number;
	role: "member" | "administrator" | "guest";
}

export interface AccountSetRoleReply {
	userId: number;
	role: "member" | "administrator" | "guest";
}

/**
 * createInvitation: Makes a link that lets its holder register. The token is shown this once; the archive
 * keeps its hash.
 */
export interface InvitationCreateInput {
	expiresInHours?: number | null;
	maxUses?: number | null;
	/** Who comes by it is a guest. */
	guest?: boolean | null;
	/** Rooms joined besides room 1; one must be a member of each. */
	roomIds?: number[] | null;
}

export interface InvitationCreateReply {
	invitationId: number;
	token: string;
	/** The whole address to hand on. */
	url: string;
	expires: number;
}

/** listInvitations: One's own invitations that still work; an administrator gets everybody's. */
export type InvitationListInput = Record<never, never>;

export interface InvitationListReply {
	invitations: InvitationView[];
}

/** revokeInvitation: Makes an invitation void. */
export interface InvitationRevokeInput {
	invitationId: number;
}

export interface InvitationRevokeReply {
	invitationId: number;
}

/**
 * printMessage: Stores a message in a room. The answer means committed. A retry with the same clientId
 * gets the answer of the first.
 */
export interface MessageSendInput {
	roomId: number;
	clientId: string;
	content: string;
	/** How long ago it was written, in milliseconds. */
	timeDiff?: number | null;
	parentMessage?: number | null;
	files?: number[] | null;
}

export interface MessageSendReply {
	roomId: number;
	clientId: string;
	id: number;
	seq: number;
	time: number;
}

/**
 * loadMessages: Messages of a room, newest first: those before the seq `before`, or the newest. A page of
 * long ones may end early: the room begins at number 1.
 */
export interface MessageLoadInput {
	roomId: number;
	before?: number | null;
	count?: number | null;
}

export interface MessageLoadReply {
	content: MessageView[];
}

/** getChanges: Everything after the given positions, at most 500 changes a stream and answer. */
export interface StreamChangesGetInput {
	streams: StreamPosition[];
}

export interface StreamChangesGetReply {
	streams: StreamChanges[];
}

/**
 * setReadPosition: Moves one's read position in a room forward; the other sessions of the same person
 * hear of it.
 */
export interface MemberReadInput {
	roomId: number;
	seq: number;
}

export interface MemberReadReply {
	roomId: number;
	readSeq: number;
	unread: number;
}

/**
 * listRooms: Visible rooms of one's groups, by roomId, a page of 100; `after` is the last roomId of the
 * page before.
 */
export interface RoomListInput {
	after?: number | null;
}

export interface RoomListReply {
	rooms: ListedRoom[];
}

/** joinRoom: Joins an open room of one's groups. Joining twice is fine. */
export interface RoomJoinInput {
	roomId: number;
}

export interface RoomJoinReply {
	roomId: number;
}

/** GET /api/status: What a visitor must know before signing in. */
export type StatusGetInput = Record<never, never>;

export interface StatusGetReply {
	serverName: string;
	version: string;
	registration: "invite" | "open" | "approval" | "closed";
	/** People with an e-mail address of certain domains may register. */
	domains: boolean;
	/** Nobody has an account yet; the setup link creates the first. */
	setup: boolean;
	/** Of the session in the cookie. */
	userId: number | null;
}

/** POST /api/auth: Signs in with a user name (or e-mail address) and a password; sets the session cookie. */
export interface AccountSignInInput {
	username: string;
	password: string;
}

export interface AccountSignInReply {
	userId: number;
	user: string;
}

/**
 * POST /api/register: Creates an account, with the token of an invitation or of the setup link where
 * registration is not open; sets the session cookie.
 */
export interface AccountRegisterInput {
	username: string;
	password: string;
	displayName?: string | null;
	email?: string | null;
	sex?: "Secret" | "Male" | "Female" | null;
	invitation?: string | null;
	setup?: string | null;
}

export interface AccountRegisterReply {
	userId: number;
	user: string;
	state: "active" | "pending" | "disabled";
}

/** POST /api/validate_user: Is this user name well-formed and free? */
export interface AccountValidateNameInput {
	username: string;
}

export interface AccountValidateNameReply {
	ok: boolean;
}

/** POST /api/logout: Ends this session; its sockets close. */
export type SessionSignOutInput = Record<never, never>;

export interface SessionSignOutReply {
	ok: boolean;
}

/** POST /api/change_password: Sets a new password; all other sessions end. */
export interface AccountChangePasswordInput {
	oldPassword: string;
	password: string;
}

export interface AccountChangePasswordReply {
	ok: boolean;
}

/** POST /api/verify_token: Whose password does this reset link set? */
export interface ResetVerifyInput {
	token: string;
}

export interface ResetVerifyReply {
	user: string;
}

/**
 * POST /api/accept_token: Sets the password of a reset link's account; the link works once and all
 * sessions end.
 */
export interface ResetAcceptInput {
	token: string;
	password: string;
}

export interface ResetAcceptReply {
	ok: boolean;
}

/** POST /api/invitation: Who invites, and to which server? */
export interface InvitationVerifyInput {
	token: string;
}

export interface InvitationVerifyReply {
	inviter: string | null;
	serverName: string;
	expires: number;
	guest: boolean;
}

/** The first frame on a socket. */
export interface SessionOpenedEvent {
	action: "setWsId";
	handler: "ws";
	/** This socket's own id. */
	opponentWsId: string;
	time: number;
	userId: number;
	/** Of the private stream; live from seq+1. */
	seq: number;
	epoch: number;
	serverName: string;
	version: string;
	pingIntervalMs: number;
	/** Oneself; others by getUsers. */
	users: UserView[];
	rooms: RoomView[];
	channels: GroupView[];
}

/** Answer with a pong; a socket that misses two is closed. */
export interface SessionPingedEvent {
	action: "ping";
	handler: "ws";
	time: number;
}

/** Private stream: one's own name, picture or role changed. */
export interface AccountChangedEvent {
	action: "userProfileChanged";
	handler: "ws";
	userId: number;
	seq: number;
	user: UserView;
}

/** Private stream: a session was ended (absent: all of them); its own socket closes with 1008 after this. */
export interface SessionRevokedEvent {
	action: "sessionRevoked";
	handler: "ws";
	userId: number;
	seq: number;
	sessionId?: number;
}

/** A request was not done. Sent to the asking socket alone. */
export interface RequestFailedEvent {
	action: "growlError";
	handler: "ws";
	/** A stable code of errors.def. */
	error: string;
	content: string;
	retryable: boolean;
	retryAfterMs?: number;
	time: number;
	cbId: number | null;
}

/** A message was stored in a room; to everybody in it, the sender too. */
export interface MessagePostedEvent extends MessageView {
	action: "printMessage";
	handler: "ws-message";
}

/** Somebody became a member of a room; to everybody in it. */
export interface MemberJoinedEvent {
	action: "joinUser";
	handler: "room";
	roomId: number;
	seq: number;
	userId: number;
	time: number;
	user: UserView;
}

/** Somebody is no longer a member of a room. */
export interface MemberLeftEvent {
	action: "leaveUser";
	handler: "room";
	roomId: number;
	seq: number;
	userId: number;
	time: number;
}

/** Private stream: one became a member of a room. roomLive follows. */
export interface RoomAddedEvent {
	action: "roomAdded";
	handler: "room";
	/** The private stream's owner. */
	userId: number;
	seq: number;
	roomId: number;
}

/** Private stream: one is no longer a member of a room; nothing more of it follows. */
export interface RoomRemovedEvent {
	action: "roomRemoved";
	handler: "room";
	userId: number;
	seq: number;
	roomId: number;
}

/** This socket now gets the room's events from seq+1 on. */
export interface RoomLiveEvent {
	action: "roomLive";
	handler: "room";
	room: RoomView;
	channel: GroupView;
}

/** Private stream: one's own read position moved, here or in another session. */
export interface ReadMovedEvent {
	action: "setReadPosition";
	handler: "room";
	userId: number;
	seq: number;
	roomId: number;
	readSeq: number;
}

/**
 * A change of a kind that this worker does not know, as a newer one wrote it: only its place in the
 * stream.
 */
export interface StreamChangedEvent {
	action: "changed";
	handler: "room";
	roomId?: number;
	userId?: number;
	seq: number;
}

/**
 * The stream's numbering is not continued (a restored backup): forget it, load it anew; events from seq+1
 * on follow.
 */
export interface StreamResyncEvent {
	action: "resync";
	handler: "room";
	roomId?: number;
	userId?: number;
	seq: number;
	epoch: number;
}

/** Every frame of the server that is no answer, told apart by `action`. */
export type ServerEvent =
	| SessionOpenedEvent
	| SessionPingedEvent
	| AccountChangedEvent
	| SessionRevokedEvent
	| RequestFailedEvent
	| MessagePostedEvent
	| MemberJoinedEvent
	| MemberLeftEvent
	| RoomAddedEvent
	| RoomRemovedEvent
	| RoomLiveEvent
	| ReadMovedEvent
	| StreamChangedEvent
	| StreamResyncEvent;

/** What each action brings and gets back; null: it is not answered. */
export interface Requests {
	ping: { input: SessionPingInput; reply: SessionPingReply };
	pong: { input: SessionPongInput; reply: null };
	getUsers: { input: AccountViewsInput; reply: AccountViewsReply };
	listSessions: { input: SessionListInput; reply: SessionListReply };
	revokeSession: { input: SessionRevokeInput; reply: SessionRevokeReply };
	setDisplayName: { input: AccountRenameInput; reply: AccountRenameReply };
	listAccounts: { input: AccountListInput; reply: AccountListReply };
	createAccount: { input: AccountCreateInput; reply: AccountCreateReply };
	setAccountPassword: { input: AccountSetPasswordInput; reply: AccountSetPasswordReply };
	createResetLink: { input: ResetCreateInput; reply: ResetCreateReply };
	setAccountState: { input: AccountSetStateInput; reply: AccountSetStateReply };
	setAccountRole: { input: AccountSetRoleInput; reply: AccountSetRoleReply };
	createInvitation: { input: InvitationCreateInput; reply: InvitationCreateReply };
	listInvitations: { input: InvitationListInput; reply: InvitationListReply };
	revokeInvitation: { input: InvitationRevokeInput; reply: InvitationRevokeReply };
	printMessage: { input: MessageSendInput; reply: MessageSendReply };
	loadMessages: { input: MessageLoadInput; reply: MessageLoadReply };
	getChanges: { input: StreamChangesGetInput; reply: StreamChangesGetReply };
	setReadPosition: { input: MemberReadInput; reply: MemberReadReply };
	listRooms: { input: RoomListInput; reply: RoomListReply };
	joinRoom: { input: RoomJoinInput; reply: RoomJoinReply };
}

export interface HttpRoutes {
	"/api/status": { method: "GET"; input: StatusGetInput; reply: StatusGetReply };
	"/api/auth": { method: "POST"; input: AccountSignInInput; reply: AccountSignInReply };
	"/api/register": { method: "POST"; input: AccountRegisterInput; reply: AccountRegisterReply };
	"/api/validate_user": {
		method: "POST";
		input: AccountValidateNameInput;
		reply: AccountValidateNameReply;
	};
	"/api/logout": { method: "POST"; input: SessionSignOutInput; reply: SessionSignOutReply };
	"/api/change_password": {
		method: "POST";
		input: AccountChangePasswordInput;
		reply: AccountChangePasswordReply;
	};
	"/api/verify_token": { method: "POST"; input: ResetVerifyInput; reply: ResetVerifyReply };
	"/api/accept_token": { method: "POST"; input: ResetAcceptInput; reply: ResetAcceptReply };
	"/api/invitation": { method: "POST"; input: InvitationVerifyInput; reply: InvitationVerifyReply };
}

/** The codes of growlError and of HTTP errors. */
export type ErrorCode =
	| "internal"
	| "unavailable"
	| "timeout"
	| "busy"
	| "draining"
	| "rate_limited"
	| "invalid"
	| "unsupported"
	| "malformed"
	| "too_large"
	| "media_type"
	| "unknown_action"
	| "method_not_allowed"
	| "not_found"
	| "unauthenticated"
	| "forbidden"
	| "not_member"
	| "bad_origin"
	| "bad_host"
	| "bad_credentials"
	| "password_weak"
	| "name_taken"
	| "email_taken"
	| "registration_closed"
	| "link_invalid"
	| "account_disabled"
	| "account_pending"
	| "conflict";

export type ActionName = keyof Requests;
export type RoutePath = keyof HttpRoutes;

/** A request as it goes over the socket. */
export type RequestFrame<A extends ActionName> = Requests[A]["input"] & { action: A; cbId?: number };
/** Its answer; `action` only where the reference names one. */
export type ReplyFrame<A extends ActionName> = Requests[A]["reply"] & {
	handler: "void";
	cbId?: number;
	action?: string;
};

/** The body of every HTTP answer that is not 200. */
export interface HttpError {
	error: ErrorCode;
	message: string;
	retryAfterMs?: number;
}

/** `retryable`: the same request may succeed later unchanged. */
export const errorTable: Readonly<Record<ErrorCode, { status: number; retryable: boolean }>> = {
	internal: { status: 500, retryable: true },
	unavailable: { status: 503, retryable: true },
	timeout: { status: 503, retryable: true },
	busy: { status: 503, retryable: true },
	draining: { status: 503, retryable: true },
	rate_limited: { status: 429, retryable: true },
	invalid: { status: 400, retryable: false },
	unsupported: { status: 400, retryable: false },
	malformed: { status: 400, retryable: false },
	too_large: { status: 413, retryable: false },
	media_type: { status: 415, retryable: false },
	unknown_action: { status: 400, retryable: false },
	method_not_allowed: { status: 405, retryable: false },
	not_found: { status: 404, retryable: false },
	unauthenticated: { status: 401, retryable: false },
	forbidden: { status: 403, retryable: false },
	not_member: { status: 403, retryable: false },
	bad_origin: { status: 403, retryable: false },
	bad_host: { status: 421, retryable: false },
	bad_credentials: { status: 401, retryable: false },
	password_weak: { status: 400, retryable: false },
	name_taken: { status: 409, retryable: false },
	email_taken: { status: 409, retryable: false },
	registration_closed: { status: 403, retryable: false },
	link_invalid: { status: 410, retryable: false },
	account_disabled: { status: 403, retryable: false },
	account_pending: { status: 403, retryable: false },
	conflict: { status: 409, retryable: false },
};

/** One field of the tables below; `of` names an entry of schemaTypes, or the shape of a raw field. */
export interface FieldSchema {
	type: "id" | "int" | "bool" | "text" | "bytes" | "word" | "ids" | "list" | "object" | "raw";
	min?: number;
	max?: number;
	/** Bytes of UTF-8; min and max count code points for text, bytes for bytes, entries for ids and list. */
	maxBytes?: number;
	values?: readonly string[];
	of?: string;
	optional?: boolean;
	nullable?: boolean;
}
export type FieldSchemas = Readonly<Record<string, FieldSchema>>;

/** `action`: what the answer carries as action; null: none. */
export interface ReplySchema {
	action: string | null;
	fields: FieldSchemas;
}

export interface EventSchema {
	handler: string;
	fields: FieldSchemas;
}

export interface RouteSchema {
	method: string;
	input: FieldSchemas;
	reply: FieldSchemas;
}

export const schemaTypes: Readonly<Record<string, FieldSchemas>> = {
	user_view: {
		userId: { type: "id" },
		user: { type: "text", min: 1, max: 16, maxBytes: 64 },
		displayName: { type: "text", min: 1, max: 64, maxBytes: 256 },
		sex: { type: "word", values: ["Secret", "Male", "Female"] },
		userImage: { type: "text", min: 0, max: 500, maxBytes: 2000, nullable: true },
		role: { type: "word", values: ["member", "administrator", "guest"] },
	},
	session_view: {
		sessionId: { type: "id" },
		created: { type: "int", min: 0, max: 9007199254740991 },
		lastSeen: { type: "int", min: 0, max: 9007199254740991 },
		agent: { type: "text", min: 0, max: 256, maxBytes: 256 },
		address: { type: "text", min: 0, max: 64, maxBytes: 64 },
		current: { type: "bool" },
	},
	account_view: {
		userId: { type: "id" },
		user: { type: "text", min: 1, max: 16, maxBytes: 64 },
		displayName: { type: "text", min: 1, max: 64, maxBytes: 256 },
		email: { type: "text", min: 0, max: 190, maxBytes: 760, nullable: true },
		role: { type: "word", values: ["member", "administrator", "guest"] },
		state: { type: "word", values: ["active", "pending", "disabled"] },
		created: { type: "int", min: 0, max: 9007199254740991 },
	},
	invitation_view: {
		invitationId: { type: "id" },
		created: { type: "int", min: 0, max: 9007199254740991 },
		expires: { type: "int", min: 0, max: 9007199254740991 },
		uses: { type: "int", min: 0, max: 9007199254740991 },
		maxUses: { type: "int", min: 0, max: 9007199254740991 },
		guest: { type: "bool" },
		roomIds: { type: "ids", max: 20 },
	},
	message_view: {
		id: { type: "id" },
		roomId: { type: "id" },
		seq: { type: "id" },
		number: { type: "id" },
		userId: { type: "id" },
		time: { type: "int", min: 0, max: 9007199254740991 },
		content: { type: "text", min: 0, max: 1000000, maxBytes: 1000000, nullable: true },
		clientId: { type: "bytes", min: 1, max: 64 },
		status: { type: "word", values: ["on_server", "received", "read"] },
		edited: { type: "int", min: 0, max: 9007199254740991 },
		threadMessagesCount: { type: "int", min: 0, max: 9007199254740991 },
		parentMessage: { type: "id", nullable: true },
		tags: { type: "raw", of: "idMap" },
	},
	room_view: {
		roomId: { type: "id" },
		name: { type: "text", min: 1, max: 64, maxBytes: 256, nullable: true },
		channelId: { type: "id", nullable: true },
		roomCreatorId: { type: "id", nullable: true },
		isMainInChannel: { type: "bool" },
		isOpen: { type: "bool" },
		isVisible: { type: "bool" },
		notifications: { type: "bool" },
		p2p: { type: "bool" },
		volume: { type: "int", min: 0, max: 100 },
		users: { type: "ids", max: 1000000 },
		memberCount: { type: "int", min: 0, max: 9007199254740991 },
		seq: { type: "int", min: 0, max: 9007199254740991 },
		epoch: { type: "int", min: 1, max: 9007199254740991 },
		unread: { type: "int", min: 0, max: 9007199254740991 },
		readSeq: { type: "int", min: 0, max: 9007199254740991 },
	},
	group_view: {
		channelId: { type: "id" },
		channelName: { type: "text", min: 1, max: 64, maxBytes: 256 },
		channelCreatorId: { type: "id", nullable: true },
	},
	listed_room: {
		roomId: { type: "id" },
		name: { type: "text", min: 1, max: 64, maxBytes: 256 },
		channelId: { type: "id" },
		memberCount: { type: "int", min: 0, max: 9007199254740991 },
		joined: { type: "bool" },
	},
	stream_position: {
		roomId: { type: "id", optional: true },
		userId: { type: "id", optional: true },
		after: { type: "int", min: 0, max: 9007199254740991 },
	},
	stream_changes: {
		roomId: { type: "id", optional: true },
		userId: { type: "id", optional: true },
		changes: { type: "raw", of: "events" },
		seq: { type: "int", min: 0, max: 9007199254740991 },
		head: { type: "int", min: 0, max: 9007199254740991 },
		epoch: { type: "int", min: 1, max: 9007199254740991 },
		resync: { type: "bool" },
	},
};

export const schemaRequests: Readonly<Record<string, FieldSchemas>> = {
	ping: {
		time: { type: "int", min: 0, max: 9007199254740991, optional: true },
	},
	pong: {
		time: { type: "int", min: 0, max: 9007199254740991, optional: true },
	},
	getUsers: {
		userIds: { type: "ids", max: 200 },
	},
	listSessions: {},
	revokeSession: {
		sessionId: { type: "id" },
	},
	setDisplayName: {
		displayName: { type: "text", min: 1, max: 64, maxBytes: 256 },
	},
	listAccounts: {
		after: { type: "id", optional: true },
		state: { type: "word", values: ["active", "pending", "disabled"], optional: true },
	},
	createAccount: {
		username: { type: "text", min: 1, max: 64, maxBytes: 256 },
		password: { type: "bytes", min: 1, max: 1024, optional: true },
		displayName: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
		role: { type: "word", values: ["member", "administrator", "guest"], optional: true },
	},
	setAccountPassword: {
		userId: { type: "id" },
		password: { type: "bytes", min: 1, max: 1024 },
	},
	createResetLink: {
		userId: { type: "id" },
	},
	setAccountState: {
		userId: { type: "id" },
		state: { type: "word", values: ["active", "pending", "disabled"] },
	},
	setAccountRole: {
		userId: { type: "id" },
		role: { type: "word", values: ["member", "administrator", "guest"] },
	},
	createInvitation: {
		expiresInHours: { type: "int", min: 1, max: 8760, optional: true },
		maxUses: { type: "int", min: 0, max: 10000, optional: true },
		guest: { type: "bool", optional: true },
		roomIds: { type: "ids", max: 20, optional: true },
	},
	listInvitations: {},
	revokeInvitation: {
		invitationId: { type: "id" },
	},
	printMessage: {
		roomId: { type: "id" },
		clientId: { type: "bytes", min: 1, max: 64 },
		content: { type: "text", min: 1, max: 1000000, maxBytes: 1000000 },
		timeDiff: { type: "int", min: -9007199254740991, max: 9007199254740991, optional: true },
		parentMessage: { type: "id", optional: true },
		files: { type: "ids", max: 256, optional: true },
	},
	loadMessages: {
		roomId: { type: "id" },
		before: { type: "id", optional: true },
		count: { type: "int", min: 1, max: 100, optional: true },
	},
	getChanges: {
		streams: { type: "list", max: 100, of: "stream_position" },
	},
	setReadPosition: {
		roomId: { type: "id" },
		seq: { type: "int", min: 0, max: 9007199254740991 },
	},
	listRooms: {
		after: { type: "id", optional: true },
	},
	joinRoom: {
		roomId: { type: "id" },
	},
};

export const schemaReplies: Readonly<Record<string, ReplySchema>> = {
	ping: {
		action: "pong",
		fields: {
			time: { type: "int", min: 0, max: 9007199254740991, nullable: true },
		},
	},
	getUsers: {
		action: null,
		fields: {
			users: { type: "list", max: 200, of: "user_view" },
		},
	},
	listSessions: {
		action: null,
		fields: {
			sessions: { type: "list", max: 200, of: "session_view" },
		},
	},
	revokeSession: {
		action: null,
		fields: {
			sessionId: { type: "id" },
		},
	},
	setDisplayName: {
		action: null,
		fields: {
			displayName: { type: "text", min: 1, max: 64, maxBytes: 256 },
		},
	},
	listAccounts: {
		action: null,
		fields: {
			accounts: { type: "list", max: 100, of: "account_view" },
		},
	},
	createAccount: {
		action: null,
		fields: {
			userId: { type: "id" },
			url: { type: "text", min: 0, max: 1100, maxBytes: 1100, nullable: true },
		},
	},
	setAccountPassword: {
		action: null,
		fields: {
			userId: { type: "id" },
		},
	},
	createResetLink: {
		action: null,
		fields: {
			userId: { type: "id" },
			url: { type: "text", min: 1, max: 1100, maxBytes: 1100 },
			expires: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	setAccountState: {
		action: null,
		fields: {
			userId: { type: "id" },
			state: { type: "word", values: ["active", "pending", "disabled"] },
		},
	},
	setAccountRole: {
		action: null,
		fields: {
			userId: { type: "id" },
			role: { type: "word", values: ["member", "administrator", "guest"] },
		},
	},
	createInvitation: {
		action: null,
		fields: {
			invitationId: { type: "id" },
			token: { type: "bytes", min: 1, max: 64 },
			url: { type: "text", min: 1, max: 1100, maxBytes: 1100 },
			expires: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	listInvitations: {
		action: null,
		fields: {
			invitations: { type: "list", max: 200, of: "invitation_view" },
		},
	},
	revokeInvitation: {
		action: null,
		fields: {
			invitationId: { type: "id" },
		},
	},
	printMessage: {
		action: "messageStored",
		fields: {
			roomId: { type: "id" },
			clientId: { type: "bytes", min: 1, max: 64 },
			id: { type: "id" },
			seq: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	loadMessages: {
		action: null,
		fields: {
			content: { type: "list", max: 100, of: "message_view" },
		},
	},
	getChanges: {
		action: null,
		fields: {
			streams: { type: "list", max: 100, of: "stream_changes" },
		},
	},
	setReadPosition: {
		action: null,
		fields: {
			roomId: { type: "id" },
			readSeq: { type: "int", min: 0, max: 9007199254740991 },
			unread: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	listRooms: {
		action: null,
		fields: {
			rooms: { type: "list", max: 100, of: "listed_room" },
		},
	},
	joinRoom: {
		action: null,
		fields: {
			roomId: { type: "id" },
		},
	},
};

export const schemaEvents: Readonly<Record<string, EventSchema>> = {
	setWsId: {
		handler: "ws",
		fields: {
			opponentWsId: { type: "text", min: 1, max: 32, maxBytes: 32 },
			time: { type: "int", min: 0, max: 9007199254740991 },
			userId: { type: "id" },
			seq: { type: "int", min: 0, max: 9007199254740991 },
			epoch: { type: "int", min: 1, max: 9007199254740991 },
			serverName: { type: "text", min: 1, max: 64, maxBytes: 256 },
			version: { type: "text", min: 1, max: 64, maxBytes: 64 },
			pingIntervalMs: { type: "int", min: 1, max: 9007199254740991 },
			users: { type: "list", max: 1000, of: "user_view" },
			rooms: { type: "list", max: 100000, of: "room_view" },
			channels: { type: "list", max: 100000, of: "group_view" },
		},
	},
	ping: {
		handler: "ws",
		fields: {
			time: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	userProfileChanged: {
		handler: "ws",
		fields: {
			userId: { type: "id" },
			seq: { type: "id" },
			user: { type: "object", of: "user_view" },
		},
	},
	sessionRevoked: {
		handler: "ws",
		fields: {
			userId: { type: "id" },
			seq: { type: "id" },
			sessionId: { type: "id", optional: true },
		},
	},
	growlError: {
		handler: "ws",
		fields: {
			error: { type: "text", min: 1, max: 64, maxBytes: 64 },
			content: { type: "text", min: 1, max: 500, maxBytes: 2000 },
			retryable: { type: "bool" },
			retryAfterMs: { type: "int", min: 0, max: 9007199254740991, optional: true },
			time: { type: "int", min: 0, max: 9007199254740991 },
			cbId: { type: "int", min: 0, max: 9007199254740991, nullable: true },
		},
	},
	printMessage: {
		handler: "ws-message",
		fields: {
			id: { type: "id" },
			roomId: { type: "id" },
			seq: { type: "id" },
			number: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
			content: { type: "text", min: 0, max: 1000000, maxBytes: 1000000, nullable: true },
			clientId: { type: "bytes", min: 1, max: 64 },
			status: { type: "word", values: ["on_server", "received", "read"] },
			edited: { type: "int", min: 0, max: 9007199254740991 },
			threadMessagesCount: { type: "int", min: 0, max: 9007199254740991 },
			parentMessage: { type: "id", nullable: true },
			tags: { type: "raw", of: "idMap" },
		},
	},
	joinUser: {
		handler: "room",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
			user: { type: "object", of: "user_view" },
		},
	},
	leaveUser: {
		handler: "room",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	roomAdded: {
		handler: "room",
		fields: {
			userId: { type: "id" },
			seq: { type: "id" },
			roomId: { type: "id" },
		},
	},
	roomRemoved: {
		handler: "room",
		fields: {
			userId: { type: "id" },
			seq: { type: "id" },
			roomId: { type: "id" },
		},
	},
	roomLive: {
		handler: "room",
		fields: {
			room: { type: "object", of: "room_view" },
			channel: { type: "object", of: "group_view" },
		},
	},
	setReadPosition: {
		handler: "room",
		fields: {
			userId: { type: "id" },
			seq: { type: "id" },
			roomId: { type: "id" },
			readSeq: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	changed: {
		handler: "room",
		fields: {
			roomId: { type: "id", optional: true },
			userId: { type: "id", optional: true },
			seq: { type: "id" },
		},
	},
	resync: {
		handler: "room",
		fields: {
			roomId: { type: "id", optional: true },
			userId: { type: "id", optional: true },
			seq: { type: "int", min: 0, max: 9007199254740991 },
			epoch: { type: "int", min: 1, max: 9007199254740991 },
		},
	},
};

export const schemaRoutes: Readonly<Record<string, RouteSchema>> = {
	"/api/status": {
		method: "GET",
		input: {},
		reply: {
			serverName: { type: "text", min: 1, max: 64, maxBytes: 256 },
			version: { type: "text", min: 1, max: 64, maxBytes: 64 },
			registration: { type: "word", values: ["invite", "open", "approval", "closed"] },
			domains: { type: "bool" },
			setup: { type: "bool" },
			userId: { type: "id", nullable: true },
		},
	},
	"/api/auth": {
		method: "POST",
		input: {
			username: { type: "text", min: 1, max: 190, maxBytes: 760 },
			password: { type: "bytes", min: 1, max: 1024 },
		},
		reply: {
			userId: { type: "id" },
			user: { type: "text", min: 1, max: 16, maxBytes: 64 },
		},
	},
	"/api/register": {
		method: "POST",
		input: {
			username: { type: "text", min: 1, max: 64, maxBytes: 256 },
			password: { type: "bytes", min: 1, max: 1024 },
			displayName: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
			email: { type: "text", min: 0, max: 190, maxBytes: 760, optional: true },
			sex: { type: "word", values: ["Secret", "Male", "Female"], optional: true },
			invitation: { type: "bytes", min: 1, max: 64, optional: true },
			setup: { type: "bytes", min: 1, max: 64, optional: true },
		},
		reply: {
			userId: { type: "id" },
			user: { type: "text", min: 1, max: 16, maxBytes: 64 },
			state: { type: "word", values: ["active", "pending", "disabled"] },
		},
	},
	"/api/validate_user": {
		method: "POST",
		input: {
			username: { type: "text", min: 0, max: 64, maxBytes: 256 },
		},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/logout": {
		method: "POST",
		input: {},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/change_password": {
		method: "POST",
		input: {
			oldPassword: { type: "bytes", min: 1, max: 1024 },
			password: { type: "bytes", min: 1, max: 1024 },
		},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/verify_token": {
		method: "POST",
		input: {
			token: { type: "bytes", min: 1, max: 64 },
		},
		reply: {
			user: { type: "text", min: 1, max: 16, maxBytes: 64 },
		},
	},
	"/api/accept_token": {
		method: "POST",
		input: {
			token: { type: "bytes", min: 1, max: 64 },
			password: { type: "bytes", min: 1, max: 1024 },
		},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/invitation": {
		method: "POST",
		input: {
			token: { type: "bytes", min: 1, max: 64 },
		},
		reply: {
			inviter: { type: "text", min: 1, max: 64, maxBytes: 256, nullable: true },
			serverName: { type: "text", min: 1, max: 64, maxBytes: 256 },
			expires: { type: "int", min: 0, max: 9007199254740991 },
			guest: { type: "bool" },
		},
	},
};
