// Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.

/** A person as others see them. */
export interface UserView {
	userId: number;
	user: string;
	displayName: string;
	sex: "Secret" | "Male" | "Female";
	userImage: string | null;
	role: "member" | "administrator" | "guest";
	/** A service account. */
	bot: boolean;
	statusEmoji: string | null;
	statusText: string | null;
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

/** What a person says of themselves. */
export interface ProfileView {
	userId: number;
	user: string;
	displayName: string;
	name: string | null;
	surname: string | null;
	city: string | null;
	contacts: string | null;
	birthday: string | null;
	sex: "Secret" | "Male" | "Female";
	/** Only one's own. */
	email: string | null;
	/** The full picture. */
	userImage: string | null;
	statusEmoji: string | null;
	statusText: string | null;
	/** 0: until it is changed. */
	statusUntil: number;
	role: "member" | "administrator" | "guest";
	bot: boolean;
	created: number;
}

/** One's own settings, the same in all sessions. */
export interface SettingsView {
	theme: "system" | "light" | "dark";
	density: "comfortable" | "compact";
	/** Empty: as the browser says. */
	language: string;
	showWhenITyping: boolean;
	showRead: boolean;
	showPresence: boolean;
	messageSound: boolean;
	onlineChangeSound: boolean;
	embeddedYoutube: boolean;
	highlightCode: boolean;
	suggestions: boolean;
	enterSends: boolean;
	emojiSkin: number;
}

/** A group of rooms; pychat calls it a channel. */
export interface GroupView {
	channelId: number;
	channelName: string;
	channelCreatorId: number | null;
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

/** How far a member has read. */
export interface Reader {
	userId: number;
	readSeq: number;
}

/** An unsent text. */
export interface DraftView {
	roomId: number;
	threadId: number | null;
	content: string;
	time: number;
}

/** A stored message as it is now. */
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
	/** null when it was deleted. */
	content: string | null;
	/** The sender's own id of the message. */
	clientId: string;
	status: "on_server" | "received" | "read";
	/** When it was last edited; 0: never. */
	edited: number;
	deleted: boolean;
	/** Replies that are not deleted. */
	threadMessagesCount: number;
	/** When the newest of them was written; 0: none. */
	lastReply: number;
	/** The root of its thread. */
	parentMessage: number | null;
	quotedMessage: number | null;
	pinned: boolean;
	/** Who is mentioned: symbol in the text to userId; 0: all, -1: all who are here. */
	tags: Record<string, number>;
	/** Array of {emoji, count, users}, the first reaction first; users: at most 1,000. */
	reactions: Reaction[];
}

/** An earlier text of a message. */
export interface MessageVersion {
	content: string;
	/** Whom it mentioned, as in a message. */
	tags: Record<string, number>;
	/** When it was replaced. */
	until: number;
}

/** Whether somebody is there. */
export interface PersonPresence {
	userId: number;
	/** offline also for those who do not want it known. */
	presence: "online" | "away" | "offline";
	/** null unless offline and known. */
	lastSeen: number | null;
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
	/** Only moderators write. */
	isReadOnly: boolean;
	notifications: boolean;
	/** What one is told of. */
	notify: "nothing" | "all" | "mentions";
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
	/** Unread messages that mention one. */
	mentions: number;
	readSeq: number;
	/** A direct room that one left; shown again when a message comes. */
	hidden: boolean;
}

/** A room that somebody may join. */
export interface ListedRoom {
	roomId: number;
	name: string;
	channelId: number;
	memberCount: number;
	joined: boolean;
	channelName: string;
	isMainInChannel: boolean;
	isReadOnly: boolean;
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

/** What all members of a room see of it. */
export interface RoomShared {
	roomId: number;
	name: string | null;
	channelId: number | null;
	roomCreatorId: number | null;
	isMainInChannel: boolean;
	isOpen: boolean;
	isVisible: boolean;
	isReadOnly: boolean;
	p2p: boolean;
}

/** A member of a room. */
export interface RoomMemberView {
	user: UserView;
	isModerator: boolean;
	joined: number;
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

/**
 * getUsers: People by id: for members everybody who was let in, for guests those with whom they share a
 * room; service accounts and oneself for all. Others are left out.
 */
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
 * listUsers: People by name: for members all active accounts, for guests those with whom they share a
 * room, for all of them service accounts; a page of 50; `after` is the last userId of the page before.
 * With roomId: only those who are not in it.
 */
export interface AccountSearchInput {
	search?: string | null;
	after?: number | null;
	roomId?: number | null;
	/** Only members of this group's main room. */
	groupId?: number | null;
}

export interface AccountSearchReply {
	users: UserView[];
	more: boolean;
}

/** getProfile: A person whom one may see. */
export interface ProfileGetInput {
	userId: number;
}

export interface ProfileGetReply {
	profile: ProfileView;
}

/** setUserProfile: Changes one's own profile; only what is given, an empty text clears. */
export interface ProfileSetInput {
	displayName?: string | null;
	name?: string | null;
	surname?: string | null;
	city?: string | null;
	contacts?: string | null;
	/** YYYY-MM-DD */
	birthday?: string | null;
	sex?: "Secret" | "Male" | "Female" | null;
}

export interface ProfileSetReply {
	profile: ProfileView;
}

/** setStatus: Sets one's own status line; both empty: none. */
export interface ProfileSetStatusInput {
	emoji: string;
	text: string;
	/** When it goes by itself; 0: never. */
	until?: number | null;
}

export interface ProfileSetStatusReply {
	profile: ProfileView;
}

/** setSettings: Changes one's own settings; only what is given. */
export interface SettingsSetInput {
	theme?: "system" | "light" | "dark" | null;
	density?: "comfortable" | "compact" | null;
	/** Empty: as the browser says. */
	language?: string | null;
	showWhenITyping?: boolean | null;
	showRead?: boolean | null;
	showPresence?: boolean | null;
	messageSound?: boolean | null;
	onlineChangeSound?: boolean | null;
	embeddedYoutube?: boolean | null;
	highlightCode?: boolean | null;
	suggestions?: boolean | null;
	enterSends?: boolean | null;
	emojiSkin?: number | null;
}

export interface SettingsSetReply {
	settings: SettingsView;
}

/**
 * addChannel: Makes a group of rooms with its main room of the same name. The answer follows roomLive, or
 * comes after two seconds.
 */
export interface GroupAddInput {
	channelName: string;
	users: number[];
	/** Everybody but guests may join. */
	isOpen?: boolean | null;
	isVisible?: boolean | null;
	notify?: "nothing" | "all" | "mentions" | null;
	volume?: number | null;
}

export interface GroupAddReply {
	channelId: number;
	roomId: number;
}

/**
 * saveChannelSettings: Renames a group and its main room, hands it over (to a member), changes the main
 * room's switches; only what is given. For its admin and administrators; notify and volume of the main
 * room for oneself.
 */
export interface GroupSaveInput {
	channelId: number;
	channelName?: string | null;
	channelCreatorId?: number | null;
	isOpen?: boolean | null;
	isVisible?: boolean | null;
	isReadOnly?: boolean | null;
	notify?: "nothing" | "all" | "mentions" | null;
	volume?: number | null;
}

export interface GroupSaveReply {
	channelId: number;
}

/** leaveChannel: Leaves a group, after its other rooms were left; its admin hands it over before. */
export interface GroupLeaveInput {
	channelId: number;
}

export interface GroupLeaveReply {
	channelId: number;
}

/** deleteChannel: The admin of a group (or an administrator) deletes it with all its rooms. */
export interface GroupDeleteInput {
	channelId: number;
}

export interface GroupDeleteReply {
	channelId: number;
	roomIds: number[];
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
	/**
	 * Rooms joined besides room 1, no direct rooms; one must be a member of each, and those one is no
	 * longer in are left out.
	 */
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
 * setReadPosition: Moves one's read position in a room forward; all sessions of the same person hear of
 * it.
 */
export interface MemberReadInput {
	roomId: number;
	seq: number;
}

export interface MemberReadReply {
	roomId: number;
	readSeq: number;
	unread: number;
	mentions: number;
	/** Messages up to this seq are in unread and mentions. */
	countedSeq: number;
}

/**
 * markUnread: Moves one's read position back, to just before the message with this seq. To others it
 * stays read.
 */
export interface MemberUnreadInput {
	roomId: number;
	seq: number;
}

export interface MemberUnreadReply {
	roomId: number;
	readSeq: number;
	unread: number;
	mentions: number;
	/** Messages up to this seq are in unread and mentions. */
	countedSeq: number;
}

/**
 * getReadPositions: How far the others in a room have read, by userId, a page of 500; only between people
 * who both show it. memberCount counts everybody, oneself too.
 */
export interface MemberReadersInput {
	roomId: number;
	after?: number | null;
}

export interface MemberReadersReply {
	roomId: number;
	readers: Reader[];
	memberCount: number;
}

/**
 * setDraft: Keeps an unsent text for one's other sessions; empty removes it. At most 200 drafts. It goes
 * with one's membership.
 */
export interface MemberDraftInput {
	roomId: number;
	threadId?: number | null;
	content: string;
}

export interface MemberDraftReply {
	roomId: number;
}

/** getDrafts: All one's drafts. */
export type MemberDraftsInput = Record<never, never>;

export interface MemberDraftsReply {
	drafts: DraftView[];
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
	/**
	 * Makes it a reply in the thread of this message, which must be in the same room; a reply's own root
	 * is taken.
	 */
	parentMessage?: number | null;
	/** A message of the same room. */
	quotedMessage?: number | null;
	/** Symbol in the text to userId; 0: all, -1: all who are here. */
	tags?: Record<string, number> | null;
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
 * loadMessages: Messages of a room, newest first: those before the seq `before`, those after the seq
 * `after`, those around the message `around`, or the newest; with `threadId` only that thread's replies.
 * A page of long ones may end early: the room begins at number 1.
 */
export interface MessageLoadInput {
	roomId: number;
	before?: number | null;
	after?: number | null;
	/** A message's id; half of `count` before it, half after it. */
	around?: number | null;
	threadId?: number | null;
	count?: number | null;
}

export interface MessageLoadReply {
	content: MessageView[];
	/** Nothing older exists (of the thread). */
	atStart: boolean;
	/** Nothing newer existed. */
	atEnd: boolean;
}

/** loadMessagesByIds: Messages of a room by id, the newest first; unknown ones are left out. */
export interface MessageFindInput {
	roomId: number;
	messagesIds: number[];
}

export interface MessageFindReply {
	content: MessageView[];
	/** Those that did not fit into this answer, in its order; to be asked for again. */
	rest: number[];
}

/**
 * editMessage: Sets a new text of one's own message, or with content null deletes a message (one's own;
 * moderators: anybody's). The old text is kept as history; deleting removes both. Asking for what is
 * already so is answered without a change.
 */
export interface MessageEditInput {
	id: number;
	content?: string | null;
	tags?: Record<string, number> | null;
	files?: number[] | null;
}

export interface MessageEditReply {
	id: number;
	roomId: number;
	edited: number;
	deleted: boolean;
}

/**
 * loadMessageHistory: Earlier texts of a message, the oldest first, for its author and moderators of the
 * room.
 */
export interface MessageHistoryInput {
	id: number;
}

export interface MessageHistoryReply {
	id: number;
	versions: MessageVersion[];
}

/** setReaction: Adds or takes back one's own reaction; at most 32 kinds a message. */
export interface MessageReactInput {
	id: number;
	emoji: string;
	on: boolean;
}

export interface MessageReactReply {
	id: number;
	emoji: string;
	on: boolean;
}

/**
 * setPinned: Pins a message in its room or takes it down; not for guests, in read-only rooms for
 * moderators; at most 100 a room.
 */
export interface MessagePinInput {
	id: number;
	on: boolean;
}

export interface MessagePinReply {
	id: number;
	on: boolean;
}

/** loadPinned: The pinned messages of a room, the last pinned first. */
export interface MessagePinsInput {
	roomId: number;
}

export interface MessagePinsReply {
	content: MessageView[];
	/** Those that did not fit into this answer, in its order; loadMessagesByIds brings them. */
	rest: number[];
}

/**
 * loadThreads: Threads of a room by their newest reply, the newest first; `before` is the lastReply of
 * the last of the page before.
 */
export interface MessageThreadsInput {
	roomId: number;
	before?: number | null;
}

export interface MessageThreadsReply {
	content: MessageView[];
	/** Those that did not fit into this answer, in its order; loadMessagesByIds brings them. */
	rest: number[];
}

/**
 * watchPeople: Says whose presence this socket wants to be told of from now on, instead of those before.
 * Answers with how they are now; those with whom one shares no room are left out. presence and
 * personChanged follow.
 */
export interface PresenceWatchInput {
	userIds: number[];
}

export interface PresenceWatchReply {
	people: PersonPresence[];
}

/**
 * setPresence: Says whether the person is away from this socket. A person is online if they are there on
 * any socket, away if away from all.
 */
export interface PresenceSetInput {
	away: boolean;
}

export interface PresenceSetReply {
	away: boolean;
}

/**
 * showIType: The person is typing. Told to the room's other members at most every 2 s, and not at all if
 * the person does not want it. For those who may write there.
 */
export interface TypingShowInput {
	roomId: number;
	threadId?: number | null;
}

export interface TypingShowReply {
	roomId: number;
}

/** getChanges: Everything after the given positions, at most 500 changes a stream and answer. */
export interface StreamChangesGetInput {
	streams: StreamPosition[];
}

export interface StreamChangesGetReply {
	streams: StreamChanges[];
}

/**
 * listRooms: Visible rooms of one's groups, and the main rooms of visible open groups, by roomId, a page
 * of 100; `after` is the last roomId of the page before.
 */
export interface RoomListInput {
	after?: number | null;
	search?: string | null;
}

export interface RoomListReply {
	rooms: ListedRoom[];
}

/**
 * joinRoom: Joins an open room of one's groups. Joining twice is fine. The answer follows roomLive, or
 * comes after two seconds.
 */
export interface RoomJoinInput {
	roomId: number;
}

export interface RoomJoinReply {
	roomId: number;
}

/**
 * addRoom: Makes a room in a group one belongs to, with members of that group; or without a name the
 * direct room with one other person (or only oneself): the one that is there is answered, and shown
 * again. The answer follows roomLive, or comes after two seconds.
 */
export interface RoomAddInput {
	name?: string | null;
	channelId?: number | null;
	users: number[];
	p2p?: boolean | null;
	isOpen?: boolean | null;
	isVisible?: boolean | null;
	isReadOnly?: boolean | null;
	notify?: "nothing" | "all" | "mentions" | null;
	volume?: number | null;
}

export interface RoomAddReply {
	roomId: number;
	existed: boolean;
}

/**
 * inviteUser: Puts people into a room: into the main room of a group anybody, into another only members
 * of its group, guests anywhere. Those who are members already are left out.
 */
export interface RoomInviteInput {
	roomId: number;
	users: number[];
}

export interface RoomInviteReply {
	roomId: number;
	/** Who came in. */
	users: number[];
}

/**
 * removeUser: Moderators take somebody out of a room; out of a main room means out of all rooms of the
 * group.
 */
export interface RoomExpelInput {
	roomId: number;
	userId: number;
}

export interface RoomExpelReply {
	roomId: number;
	userId: number;
}

/**
 * saveRoomSettings: Changes a room; only what is given. For moderators: name, group, admin (a member),
 * switches; p2p by both of a direct room. For oneself: notify, volume.
 */
export interface RoomSaveInput {
	roomId: number;
	name?: string | null;
	/** Moves it; one must be a moderator of both groups; members who are not in the new group leave. */
	channelId?: number | null;
	roomCreatorId?: number | null;
	isOpen?: boolean | null;
	isVisible?: boolean | null;
	isReadOnly?: boolean | null;
	p2p?: boolean | null;
	notify?: "nothing" | "all" | "mentions" | null;
	volume?: number | null;
}

export interface RoomSaveReply {
	roomId: number;
}

/**
 * leaveUser: Leaves a room (not a main room: leaveChannel). A direct room is hidden for oneself until a
 * message comes.
 */
export interface RoomLeaveInput {
	roomId: number;
}

export interface RoomLeaveReply {
	roomId: number;
}

/** deleteRoom: Moderators delete a room that is no main room; nothing more comes from it. */
export interface RoomDeleteInput {
	roomId: number;
}

export interface RoomDeleteReply {
	roomId: number;
}

/**
 * listMembers: Members of a room by display name, a page of 100; `after` is the last userId of the page
 * before.
 */
export interface RoomMembersInput {
	roomId: number;
	search?: string | null;
	after?: number | null;
}

export interface RoomMembersReply {
	members: RoomMemberView[];
	memberCount: number;
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
	/** The certificate is of a local authority; /ca says how to trust it, and https is on the same port. */
	localAuthority: boolean;
	/** Scheme and host that people use, if public_url is https. */
	secureUrl: string | null;
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

/**
 * POST /api/upload_profile_image: Sets one's picture: the square in its middle, turned as EXIF says,
 * without metadata.
 */
export type PictureUploadInput = Blob;

export interface PictureUploadReply {
	/** The full picture, at most 512 pixels. */
	userImage: string;
	/** The small one, at most 144 pixels: what userImage of a person is. */
	thumbnail: string;
}

/** POST /api/remove_profile_image: Removes one's picture, if there is one. */
export type PictureRemoveInput = Record<never, never>;

export interface PictureRemoveReply {
	ok: boolean;
}

/** POST /api/verify_token: Whose is this link, for setting a password or for signing in? */
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

/**
 * POST /api/sign_in_link: Signs in with a link that the operator made; it works once. Sets the session
 * cookie.
 */
export interface SignInLinkAcceptInput {
	token: string;
}

export interface SignInLinkAcceptReply {
	userId: number;
	user: string;
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
	userSettings: SettingsView;
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

/** Private stream: one's own settings changed, here or in another session. */
export interface SettingsChangedEvent {
	action: "setSettings";
	handler: "ws";
	userId: number;
	seq: number;
	settings: SettingsView;
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

/** A group's name or admin changed; to everybody in its main room. */
export interface GroupChangedEvent {
	action: "saveChannelSettings";
	handler: "room";
	/** The main room. */
	roomId: number;
	seq: number;
	userId: number;
	time: number;
	channel: GroupView;
}

/** Private stream: one's own read position moved, here or in another session; it may move back. */
export interface ReadMovedEvent {
	action: "setReadPosition";
	handler: "room";
	userId: number;
	seq: number;
	roomId: number;
	readSeq: number;
	unread: number;
	mentions: number;
	/** Messages up to this seq are in unread and mentions. */
	countedSeq: number;
}

/** Private stream: one's own settings of a room. */
export interface MemberChangedEvent {
	action: "saveMemberSettings";
	handler: "room";
	userId: number;
	seq: number;
	roomId: number;
	notify: "nothing" | "all" | "mentions";
	volume: number;
	hidden: boolean;
}

/** Private stream: one's own draft, an empty one is gone. */
export interface DraftChangedEvent {
	action: "setDraft";
	handler: "room";
	userId: number;
	seq: number;
	roomId: number;
	threadId: number | null;
	content: string;
	time: number;
}

/**
 * Members have read further; volatile, at most one frame a second, room and worker, in rooms of up to 500
 * members, between people who both show it. One may be among them.
 */
export interface MembersReadEvent {
	action: "memberRead";
	handler: "room";
	roomId: number;
	readers: Reader[];
}

/** A message was stored in a room; to everybody in it, the sender too. */
export interface MessagePostedEvent extends MessageView {
	action: "printMessage";
	handler: "ws-message";
	/** Of a reply: the root's threadMessagesCount now. */
	parentReplies?: number;
	parentLastReply?: number;
}

/** A message has a new text; as it is now. */
export interface MessageEditedEvent {
	action: "editMessage";
	handler: "ws-message";
	roomId: number;
	seq: number;
	/** Who did it. */
	userId: number;
	time: number;
	message: MessageView;
	parentReplies?: number;
	parentLastReply?: number;
}

/** A message was deleted; its tombstone. */
export interface MessageDeletedEvent {
	action: "deleteMessage";
	handler: "ws-message";
	roomId: number;
	seq: number;
	/** Who did it. */
	userId: number;
	time: number;
	message: MessageView;
	parentReplies?: number;
	parentLastReply?: number;
}

/** Reactions to a message changed; as it is now. */
export interface MessageReactedEvent {
	action: "setReaction";
	handler: "ws-message";
	roomId: number;
	seq: number;
	/** Who did it. */
	userId: number;
	time: number;
	message: MessageView;
	parentReplies?: number;
	parentLastReply?: number;
}

/** A message was pinned or taken down; as it is now. */
export interface MessagePinnedEvent {
	action: "setPinned";
	handler: "ws-message";
	roomId: number;
	seq: number;
	/** Who did it. */
	userId: number;
	time: number;
	message: MessageView;
	parentReplies?: number;
	parentLastReply?: number;
}

/** How watched people are now, those of whom it changed; at most once a second. */
export interface PresenceChangedEvent {
	action: "presence";
	handler: "room";
	people: PersonPresence[];
}

/** Somebody else is typing in a room; show it for 7.5 s or until their message comes. */
export interface TypingShownEvent {
	action: "showIType";
	handler: "room";
	roomId: number;
	userId: number;
	threadId: number | null;
}

/** A watched person's name, picture, status or role changed. */
export interface PersonChangedEvent {
	action: "personChanged";
	handler: "room";
	user: UserView;
}

/**
 * What was said of people may have missed something: ask watchPeople and getUsers again. The view is
 * empty now if one left a room.
 */
export interface PeopleStaleEvent {
	action: "peopleStale";
	handler: "room";
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

/** This socket now gets the room's events from seq+1 on. channel is null for direct rooms. */
export interface RoomLiveEvent {
	action: "roomLive";
	handler: "room";
	room: RoomView;
	channel: GroupView | null;
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

/** A room's name, group, admin or switches changed; to everybody in it. */
export interface RoomChangedEvent {
	action: "saveRoomSettings";
	handler: "room";
	roomId: number;
	seq: number;
	userId: number;
	time: number;
	room: RoomShared;
	channel: GroupView | null;
}

/** The room is gone; nothing more of it follows. */
export interface RoomDeletedEvent {
	action: "deleteRoom";
	handler: "room";
	roomId: number;
	seq: number;
	userId: number;
	time: number;
}

/** Every frame of the server that is no answer, told apart by `action`. */
export type ServerEvent =
	| SessionOpenedEvent
	| SessionPingedEvent
	| AccountChangedEvent
	| SessionRevokedEvent
	| SettingsChangedEvent
	| RequestFailedEvent
	| GroupChangedEvent
	| ReadMovedEvent
	| MemberChangedEvent
	| DraftChangedEvent
	| MembersReadEvent
	| MessagePostedEvent
	| MessageEditedEvent
	| MessageDeletedEvent
	| MessageReactedEvent
	| MessagePinnedEvent
	| PresenceChangedEvent
	| TypingShownEvent
	| PersonChangedEvent
	| PeopleStaleEvent
	| MemberJoinedEvent
	| MemberLeftEvent
	| RoomAddedEvent
	| RoomRemovedEvent
	| RoomLiveEvent
	| StreamChangedEvent
	| StreamResyncEvent
	| RoomChangedEvent
	| RoomDeletedEvent;

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
	listUsers: { input: AccountSearchInput; reply: AccountSearchReply };
	getProfile: { input: ProfileGetInput; reply: ProfileGetReply };
	setUserProfile: { input: ProfileSetInput; reply: ProfileSetReply };
	setStatus: { input: ProfileSetStatusInput; reply: ProfileSetStatusReply };
	setSettings: { input: SettingsSetInput; reply: SettingsSetReply };
	addChannel: { input: GroupAddInput; reply: GroupAddReply };
	saveChannelSettings: { input: GroupSaveInput; reply: GroupSaveReply };
	leaveChannel: { input: GroupLeaveInput; reply: GroupLeaveReply };
	deleteChannel: { input: GroupDeleteInput; reply: GroupDeleteReply };
	createInvitation: { input: InvitationCreateInput; reply: InvitationCreateReply };
	listInvitations: { input: InvitationListInput; reply: InvitationListReply };
	revokeInvitation: { input: InvitationRevokeInput; reply: InvitationRevokeReply };
	setReadPosition: { input: MemberReadInput; reply: MemberReadReply };
	markUnread: { input: MemberUnreadInput; reply: MemberUnreadReply };
	getReadPositions: { input: MemberReadersInput; reply: MemberReadersReply };
	setDraft: { input: MemberDraftInput; reply: MemberDraftReply };
	getDrafts: { input: MemberDraftsInput; reply: MemberDraftsReply };
	printMessage: { input: MessageSendInput; reply: MessageSendReply };
	loadMessages: { input: MessageLoadInput; reply: MessageLoadReply };
	loadMessagesByIds: { input: MessageFindInput; reply: MessageFindReply };
	editMessage: { input: MessageEditInput; reply: MessageEditReply };
	loadMessageHistory: { input: MessageHistoryInput; reply: MessageHistoryReply };
	setReaction: { input: MessageReactInput; reply: MessageReactReply };
	setPinned: { input: MessagePinInput; reply: MessagePinReply };
	loadPinned: { input: MessagePinsInput; reply: MessagePinsReply };
	loadThreads: { input: MessageThreadsInput; reply: MessageThreadsReply };
	watchPeople: { input: PresenceWatchInput; reply: PresenceWatchReply };
	setPresence: { input: PresenceSetInput; reply: PresenceSetReply };
	showIType: { input: TypingShowInput; reply: TypingShowReply };
	getChanges: { input: StreamChangesGetInput; reply: StreamChangesGetReply };
	listRooms: { input: RoomListInput; reply: RoomListReply };
	joinRoom: { input: RoomJoinInput; reply: RoomJoinReply };
	addRoom: { input: RoomAddInput; reply: RoomAddReply };
	inviteUser: { input: RoomInviteInput; reply: RoomInviteReply };
	removeUser: { input: RoomExpelInput; reply: RoomExpelReply };
	saveRoomSettings: { input: RoomSaveInput; reply: RoomSaveReply };
	leaveUser: { input: RoomLeaveInput; reply: RoomLeaveReply };
	deleteRoom: { input: RoomDeleteInput; reply: RoomDeleteReply };
	listMembers: { input: RoomMembersInput; reply: RoomMembersReply };
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
	"/api/upload_profile_image": { method: "POST"; input: PictureUploadInput; reply: PictureUploadReply };
	"/api/remove_profile_image": { method: "POST"; input: PictureRemoveInput; reply: PictureRemoveReply };
	"/api/verify_token": { method: "POST"; input: ResetVerifyInput; reply: ResetVerifyReply };
	"/api/accept_token": { method: "POST"; input: ResetAcceptInput; reply: ResetAcceptReply };
	"/api/sign_in_link": { method: "POST"; input: SignInLinkAcceptInput; reply: SignInLinkAcceptReply };
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
	| "not_a_picture"
	| "too_many_pixels"
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
	| "conflict"
	| "limit_reached";

/** Who reacted with what; users holds at most 1,000. */
export interface Reaction {
	emoji: string;
	count: number;
	users: number[];
}

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
	not_a_picture: { status: 415, retryable: false },
	too_many_pixels: { status: 413, retryable: false },
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
	limit_reached: { status: 409, retryable: false },
};

/** One field of the tables below; `of` names an entry of schemaTypes, or the shape of a raw field. */
export interface FieldSchema {
	type: "id" | "int" | "bool" | "text" | "bytes" | "word" | "ids" | "idMap" | "list" | "object" | "raw";
	min?: number;
	max?: number;
	/** Bytes of UTF-8; min and max count code points for text, bytes for bytes, entries for ids and list, of idMap the least value and the most entries. */
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

/** `body`: what is sent; `input` holds the fields of a JSON one. */
export interface RouteSchema {
	method: string;
	body: "json" | "picture";
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
		bot: { type: "bool" },
		statusEmoji: { type: "text", min: 1, max: 16, maxBytes: 64, nullable: true },
		statusText: { type: "text", min: 1, max: 100, maxBytes: 400, nullable: true },
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
	profile_view: {
		userId: { type: "id" },
		user: { type: "text", min: 1, max: 16, maxBytes: 64 },
		displayName: { type: "text", min: 1, max: 64, maxBytes: 256 },
		name: { type: "text", min: 1, max: 30, maxBytes: 120, nullable: true },
		surname: { type: "text", min: 1, max: 30, maxBytes: 120, nullable: true },
		city: { type: "text", min: 1, max: 50, maxBytes: 200, nullable: true },
		contacts: { type: "text", min: 1, max: 100, maxBytes: 400, nullable: true },
		birthday: { type: "text", min: 10, max: 10, maxBytes: 10, nullable: true },
		sex: { type: "word", values: ["Secret", "Male", "Female"] },
		email: { type: "text", min: 0, max: 190, maxBytes: 760, nullable: true },
		userImage: { type: "text", min: 0, max: 500, maxBytes: 2000, nullable: true },
		statusEmoji: { type: "text", min: 1, max: 16, maxBytes: 64, nullable: true },
		statusText: { type: "text", min: 1, max: 100, maxBytes: 400, nullable: true },
		statusUntil: { type: "int", min: 0, max: 9007199254740991 },
		role: { type: "word", values: ["member", "administrator", "guest"] },
		bot: { type: "bool" },
		created: { type: "int", min: 0, max: 9007199254740991 },
	},
	settings_view: {
		theme: { type: "word", values: ["system", "light", "dark"] },
		density: { type: "word", values: ["comfortable", "compact"] },
		language: { type: "text", min: 0, max: 16, maxBytes: 16 },
		showWhenITyping: { type: "bool" },
		showRead: { type: "bool" },
		showPresence: { type: "bool" },
		messageSound: { type: "bool" },
		onlineChangeSound: { type: "bool" },
		embeddedYoutube: { type: "bool" },
		highlightCode: { type: "bool" },
		suggestions: { type: "bool" },
		enterSends: { type: "bool" },
		emojiSkin: { type: "int", min: 0, max: 5 },
	},
	group_view: {
		channelId: { type: "id" },
		channelName: { type: "text", min: 1, max: 64, maxBytes: 256 },
		channelCreatorId: { type: "id", nullable: true },
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
	reader: {
		userId: { type: "id" },
		readSeq: { type: "int", min: 0, max: 9007199254740991 },
	},
	draft_view: {
		roomId: { type: "id" },
		threadId: { type: "id", nullable: true },
		content: { type: "text", min: 0, max: 1000000, maxBytes: 1000000 },
		time: { type: "int", min: 0, max: 9007199254740991 },
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
		deleted: { type: "bool" },
		threadMessagesCount: { type: "int", min: 0, max: 9007199254740991 },
		lastReply: { type: "int", min: 0, max: 9007199254740991 },
		parentMessage: { type: "id", nullable: true },
		quotedMessage: { type: "id", nullable: true },
		pinned: { type: "bool" },
		tags: { type: "raw", of: "idMap" },
		reactions: { type: "raw", of: "reactions" },
	},
	message_version: {
		content: { type: "text", min: 0, max: 1000000, maxBytes: 1000000 },
		tags: { type: "raw", of: "idMap" },
		until: { type: "int", min: 0, max: 9007199254740991 },
	},
	person_presence: {
		userId: { type: "id" },
		presence: { type: "word", values: ["online", "away", "offline"] },
		lastSeen: { type: "int", min: 0, max: 9007199254740991, nullable: true },
	},
	room_view: {
		roomId: { type: "id" },
		name: { type: "text", min: 1, max: 64, maxBytes: 256, nullable: true },
		channelId: { type: "id", nullable: true },
		roomCreatorId: { type: "id", nullable: true },
		isMainInChannel: { type: "bool" },
		isOpen: { type: "bool" },
		isVisible: { type: "bool" },
		isReadOnly: { type: "bool" },
		notifications: { type: "bool" },
		notify: { type: "word", values: ["nothing", "all", "mentions"] },
		p2p: { type: "bool" },
		volume: { type: "int", min: 0, max: 100 },
		users: { type: "ids", max: 1000000 },
		memberCount: { type: "int", min: 0, max: 9007199254740991 },
		seq: { type: "int", min: 0, max: 9007199254740991 },
		epoch: { type: "int", min: 1, max: 9007199254740991 },
		unread: { type: "int", min: 0, max: 9007199254740991 },
		mentions: { type: "int", min: 0, max: 9007199254740991 },
		readSeq: { type: "int", min: 0, max: 9007199254740991 },
		hidden: { type: "bool" },
	},
	listed_room: {
		roomId: { type: "id" },
		name: { type: "text", min: 1, max: 64, maxBytes: 256 },
		channelId: { type: "id" },
		memberCount: { type: "int", min: 0, max: 9007199254740991 },
		joined: { type: "bool" },
		channelName: { type: "text", min: 1, max: 64, maxBytes: 256 },
		isMainInChannel: { type: "bool" },
		isReadOnly: { type: "bool" },
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
	room_shared: {
		roomId: { type: "id" },
		name: { type: "text", min: 1, max: 64, maxBytes: 256, nullable: true },
		channelId: { type: "id", nullable: true },
		roomCreatorId: { type: "id", nullable: true },
		isMainInChannel: { type: "bool" },
		isOpen: { type: "bool" },
		isVisible: { type: "bool" },
		isReadOnly: { type: "bool" },
		p2p: { type: "bool" },
	},
	room_member_view: {
		user: { type: "object", of: "user_view" },
		isModerator: { type: "bool" },
		joined: { type: "int", min: 0, max: 9007199254740991 },
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
	listUsers: {
		search: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
		after: { type: "id", optional: true },
		roomId: { type: "id", optional: true },
		groupId: { type: "id", optional: true },
	},
	getProfile: {
		userId: { type: "id" },
	},
	setUserProfile: {
		displayName: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
		name: { type: "text", min: 0, max: 30, maxBytes: 120, optional: true },
		surname: { type: "text", min: 0, max: 30, maxBytes: 120, optional: true },
		city: { type: "text", min: 0, max: 50, maxBytes: 200, optional: true },
		contacts: { type: "text", min: 0, max: 100, maxBytes: 400, optional: true },
		birthday: { type: "text", min: 0, max: 10, maxBytes: 40, optional: true },
		sex: { type: "word", values: ["Secret", "Male", "Female"], optional: true },
	},
	setStatus: {
		emoji: { type: "text", min: 0, max: 16, maxBytes: 64 },
		text: { type: "text", min: 0, max: 100, maxBytes: 400 },
		until: { type: "int", min: 0, max: 9007199254740991, optional: true },
	},
	setSettings: {
		theme: { type: "word", values: ["system", "light", "dark"], optional: true },
		density: { type: "word", values: ["comfortable", "compact"], optional: true },
		language: { type: "text", min: 0, max: 16, maxBytes: 16, optional: true },
		showWhenITyping: { type: "bool", optional: true },
		showRead: { type: "bool", optional: true },
		showPresence: { type: "bool", optional: true },
		messageSound: { type: "bool", optional: true },
		onlineChangeSound: { type: "bool", optional: true },
		embeddedYoutube: { type: "bool", optional: true },
		highlightCode: { type: "bool", optional: true },
		suggestions: { type: "bool", optional: true },
		enterSends: { type: "bool", optional: true },
		emojiSkin: { type: "int", min: 0, max: 5, optional: true },
	},
	addChannel: {
		channelName: { type: "text", min: 1, max: 64, maxBytes: 256 },
		users: { type: "ids", max: 500 },
		isOpen: { type: "bool", optional: true },
		isVisible: { type: "bool", optional: true },
		notify: { type: "word", values: ["nothing", "all", "mentions"], optional: true },
		volume: { type: "int", min: 0, max: 100, optional: true },
	},
	saveChannelSettings: {
		channelId: { type: "id" },
		channelName: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
		channelCreatorId: { type: "id", optional: true },
		isOpen: { type: "bool", optional: true },
		isVisible: { type: "bool", optional: true },
		isReadOnly: { type: "bool", optional: true },
		notify: { type: "word", values: ["nothing", "all", "mentions"], optional: true },
		volume: { type: "int", min: 0, max: 100, optional: true },
	},
	leaveChannel: {
		channelId: { type: "id" },
	},
	deleteChannel: {
		channelId: { type: "id" },
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
	setReadPosition: {
		roomId: { type: "id" },
		seq: { type: "int", min: 0, max: 9007199254740991 },
	},
	markUnread: {
		roomId: { type: "id" },
		seq: { type: "id" },
	},
	getReadPositions: {
		roomId: { type: "id" },
		after: { type: "id", optional: true },
	},
	setDraft: {
		roomId: { type: "id" },
		threadId: { type: "id", optional: true },
		content: { type: "text", min: 0, max: 1000000, maxBytes: 1000000 },
	},
	getDrafts: {},
	printMessage: {
		roomId: { type: "id" },
		clientId: { type: "bytes", min: 1, max: 64 },
		content: { type: "text", min: 1, max: 1000000, maxBytes: 1000000 },
		timeDiff: { type: "int", min: -9007199254740991, max: 9007199254740991, optional: true },
		parentMessage: { type: "id", optional: true },
		quotedMessage: { type: "id", optional: true },
		tags: { type: "idMap", min: -1, max: 256, optional: true },
		files: { type: "ids", max: 256, optional: true },
	},
	loadMessages: {
		roomId: { type: "id" },
		before: { type: "id", optional: true },
		after: { type: "int", min: 0, max: 9007199254740991, optional: true },
		around: { type: "id", optional: true },
		threadId: { type: "id", optional: true },
		count: { type: "int", min: 1, max: 100, optional: true },
	},
	loadMessagesByIds: {
		roomId: { type: "id" },
		messagesIds: { type: "ids", max: 100 },
	},
	editMessage: {
		id: { type: "id" },
		content: { type: "text", min: 1, max: 1000000, maxBytes: 1000000, optional: true },
		tags: { type: "idMap", min: -1, max: 256, optional: true },
		files: { type: "ids", max: 256, optional: true },
	},
	loadMessageHistory: {
		id: { type: "id" },
	},
	setReaction: {
		id: { type: "id" },
		emoji: { type: "text", min: 1, max: 16, maxBytes: 64 },
		on: { type: "bool" },
	},
	setPinned: {
		id: { type: "id" },
		on: { type: "bool" },
	},
	loadPinned: {
		roomId: { type: "id" },
	},
	loadThreads: {
		roomId: { type: "id" },
		before: { type: "int", min: 0, max: 9007199254740991, optional: true },
	},
	watchPeople: {
		userIds: { type: "ids", max: 200 },
	},
	setPresence: {
		away: { type: "bool" },
	},
	showIType: {
		roomId: { type: "id" },
		threadId: { type: "id", optional: true },
	},
	getChanges: {
		streams: { type: "list", max: 100, of: "stream_position" },
	},
	listRooms: {
		after: { type: "id", optional: true },
		search: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
	},
	joinRoom: {
		roomId: { type: "id" },
	},
	addRoom: {
		name: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
		channelId: { type: "id", optional: true },
		users: { type: "ids", max: 500 },
		p2p: { type: "bool", optional: true },
		isOpen: { type: "bool", optional: true },
		isVisible: { type: "bool", optional: true },
		isReadOnly: { type: "bool", optional: true },
		notify: { type: "word", values: ["nothing", "all", "mentions"], optional: true },
		volume: { type: "int", min: 0, max: 100, optional: true },
	},
	inviteUser: {
		roomId: { type: "id" },
		users: { type: "ids", max: 500 },
	},
	removeUser: {
		roomId: { type: "id" },
		userId: { type: "id" },
	},
	saveRoomSettings: {
		roomId: { type: "id" },
		name: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
		channelId: { type: "id", optional: true },
		roomCreatorId: { type: "id", optional: true },
		isOpen: { type: "bool", optional: true },
		isVisible: { type: "bool", optional: true },
		isReadOnly: { type: "bool", optional: true },
		p2p: { type: "bool", optional: true },
		notify: { type: "word", values: ["nothing", "all", "mentions"], optional: true },
		volume: { type: "int", min: 0, max: 100, optional: true },
	},
	leaveUser: {
		roomId: { type: "id" },
	},
	deleteRoom: {
		roomId: { type: "id" },
	},
	listMembers: {
		roomId: { type: "id" },
		search: { type: "text", min: 1, max: 64, maxBytes: 256, optional: true },
		after: { type: "id", optional: true },
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
	listUsers: {
		action: null,
		fields: {
			users: { type: "list", max: 50, of: "user_view" },
			more: { type: "bool" },
		},
	},
	getProfile: {
		action: null,
		fields: {
			profile: { type: "object", of: "profile_view" },
		},
	},
	setUserProfile: {
		action: null,
		fields: {
			profile: { type: "object", of: "profile_view" },
		},
	},
	setStatus: {
		action: null,
		fields: {
			profile: { type: "object", of: "profile_view" },
		},
	},
	setSettings: {
		action: null,
		fields: {
			settings: { type: "object", of: "settings_view" },
		},
	},
	addChannel: {
		action: null,
		fields: {
			channelId: { type: "id" },
			roomId: { type: "id" },
		},
	},
	saveChannelSettings: {
		action: null,
		fields: {
			channelId: { type: "id" },
		},
	},
	leaveChannel: {
		action: null,
		fields: {
			channelId: { type: "id" },
		},
	},
	deleteChannel: {
		action: null,
		fields: {
			channelId: { type: "id" },
			roomIds: { type: "ids", max: 10000 },
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
	setReadPosition: {
		action: null,
		fields: {
			roomId: { type: "id" },
			readSeq: { type: "int", min: 0, max: 9007199254740991 },
			unread: { type: "int", min: 0, max: 9007199254740991 },
			mentions: { type: "int", min: 0, max: 9007199254740991 },
			countedSeq: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	markUnread: {
		action: null,
		fields: {
			roomId: { type: "id" },
			readSeq: { type: "int", min: 0, max: 9007199254740991 },
			unread: { type: "int", min: 0, max: 9007199254740991 },
			mentions: { type: "int", min: 0, max: 9007199254740991 },
			countedSeq: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	getReadPositions: {
		action: null,
		fields: {
			roomId: { type: "id" },
			readers: { type: "list", max: 500, of: "reader" },
			memberCount: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	setDraft: {
		action: null,
		fields: {
			roomId: { type: "id" },
		},
	},
	getDrafts: {
		action: null,
		fields: {
			drafts: { type: "list", max: 200, of: "draft_view" },
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
			atStart: { type: "bool" },
			atEnd: { type: "bool" },
		},
	},
	loadMessagesByIds: {
		action: null,
		fields: {
			content: { type: "list", max: 100, of: "message_view" },
			rest: { type: "ids", max: 100 },
		},
	},
	editMessage: {
		action: null,
		fields: {
			id: { type: "id" },
			roomId: { type: "id" },
			edited: { type: "int", min: 0, max: 9007199254740991 },
			deleted: { type: "bool" },
		},
	},
	loadMessageHistory: {
		action: null,
		fields: {
			id: { type: "id" },
			versions: { type: "list", max: 200, of: "message_version" },
		},
	},
	setReaction: {
		action: null,
		fields: {
			id: { type: "id" },
			emoji: { type: "text", min: 1, max: 16, maxBytes: 64 },
			on: { type: "bool" },
		},
	},
	setPinned: {
		action: null,
		fields: {
			id: { type: "id" },
			on: { type: "bool" },
		},
	},
	loadPinned: {
		action: null,
		fields: {
			content: { type: "list", max: 100, of: "message_view" },
			rest: { type: "ids", max: 100 },
		},
	},
	loadThreads: {
		action: null,
		fields: {
			content: { type: "list", max: 50, of: "message_view" },
			rest: { type: "ids", max: 50 },
		},
	},
	watchPeople: {
		action: null,
		fields: {
			people: { type: "list", max: 200, of: "person_presence" },
		},
	},
	setPresence: {
		action: null,
		fields: {
			away: { type: "bool" },
		},
	},
	showIType: {
		action: null,
		fields: {
			roomId: { type: "id" },
		},
	},
	getChanges: {
		action: null,
		fields: {
			streams: { type: "list", max: 100, of: "stream_changes" },
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
	addRoom: {
		action: null,
		fields: {
			roomId: { type: "id" },
			existed: { type: "bool" },
		},
	},
	inviteUser: {
		action: null,
		fields: {
			roomId: { type: "id" },
			users: { type: "ids", max: 500 },
		},
	},
	removeUser: {
		action: null,
		fields: {
			roomId: { type: "id" },
			userId: { type: "id" },
		},
	},
	saveRoomSettings: {
		action: null,
		fields: {
			roomId: { type: "id" },
		},
	},
	leaveUser: {
		action: null,
		fields: {
			roomId: { type: "id" },
		},
	},
	deleteRoom: {
		action: null,
		fields: {
			roomId: { type: "id" },
		},
	},
	listMembers: {
		action: null,
		fields: {
			members: { type: "list", max: 100, of: "room_member_view" },
			memberCount: { type: "int", min: 0, max: 9007199254740991 },
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
			userSettings: { type: "object", of: "settings_view" },
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
	setSettings: {
		handler: "ws",
		fields: {
			userId: { type: "id" },
			seq: { type: "id" },
			settings: { type: "object", of: "settings_view" },
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
	saveChannelSettings: {
		handler: "room",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
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
			unread: { type: "int", min: 0, max: 9007199254740991 },
			mentions: { type: "int", min: 0, max: 9007199254740991 },
			countedSeq: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	saveMemberSettings: {
		handler: "room",
		fields: {
			userId: { type: "id" },
			seq: { type: "id" },
			roomId: { type: "id" },
			notify: { type: "word", values: ["nothing", "all", "mentions"] },
			volume: { type: "int", min: 0, max: 100 },
			hidden: { type: "bool" },
		},
	},
	setDraft: {
		handler: "room",
		fields: {
			userId: { type: "id" },
			seq: { type: "id" },
			roomId: { type: "id" },
			threadId: { type: "id", nullable: true },
			content: { type: "text", min: 0, max: 1000000, maxBytes: 1000000 },
			time: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
	memberRead: {
		handler: "room",
		fields: {
			roomId: { type: "id" },
			readers: { type: "list", max: 500, of: "reader" },
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
			deleted: { type: "bool" },
			threadMessagesCount: { type: "int", min: 0, max: 9007199254740991 },
			lastReply: { type: "int", min: 0, max: 9007199254740991 },
			parentMessage: { type: "id", nullable: true },
			quotedMessage: { type: "id", nullable: true },
			pinned: { type: "bool" },
			tags: { type: "raw", of: "idMap" },
			reactions: { type: "raw", of: "reactions" },
			parentReplies: { type: "int", min: 0, max: 9007199254740991, optional: true },
			parentLastReply: { type: "int", min: 0, max: 9007199254740991, optional: true },
		},
	},
	editMessage: {
		handler: "ws-message",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
			message: { type: "object", of: "message_view" },
			parentReplies: { type: "int", min: 0, max: 9007199254740991, optional: true },
			parentLastReply: { type: "int", min: 0, max: 9007199254740991, optional: true },
		},
	},
	deleteMessage: {
		handler: "ws-message",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
			message: { type: "object", of: "message_view" },
			parentReplies: { type: "int", min: 0, max: 9007199254740991, optional: true },
			parentLastReply: { type: "int", min: 0, max: 9007199254740991, optional: true },
		},
	},
	setReaction: {
		handler: "ws-message",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
			message: { type: "object", of: "message_view" },
			parentReplies: { type: "int", min: 0, max: 9007199254740991, optional: true },
			parentLastReply: { type: "int", min: 0, max: 9007199254740991, optional: true },
		},
	},
	setPinned: {
		handler: "ws-message",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
			message: { type: "object", of: "message_view" },
			parentReplies: { type: "int", min: 0, max: 9007199254740991, optional: true },
			parentLastReply: { type: "int", min: 0, max: 9007199254740991, optional: true },
		},
	},
	presence: {
		handler: "room",
		fields: {
			people: { type: "list", max: 200, of: "person_presence" },
		},
	},
	showIType: {
		handler: "room",
		fields: {
			roomId: { type: "id" },
			userId: { type: "id" },
			threadId: { type: "id", nullable: true },
		},
	},
	personChanged: {
		handler: "room",
		fields: {
			user: { type: "object", of: "user_view" },
		},
	},
	peopleStale: {
		handler: "room",
		fields: {},
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
			channel: { type: "object", of: "group_view", nullable: true },
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
	saveRoomSettings: {
		handler: "room",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
			room: { type: "object", of: "room_shared" },
			channel: { type: "object", of: "group_view", nullable: true },
		},
	},
	deleteRoom: {
		handler: "room",
		fields: {
			roomId: { type: "id" },
			seq: { type: "id" },
			userId: { type: "id" },
			time: { type: "int", min: 0, max: 9007199254740991 },
		},
	},
};

export const schemaRoutes: Readonly<Record<string, RouteSchema>> = {
	"/api/status": {
		method: "GET",
		body: "json",
		input: {},
		reply: {
			serverName: { type: "text", min: 1, max: 64, maxBytes: 256 },
			version: { type: "text", min: 1, max: 64, maxBytes: 64 },
			registration: { type: "word", values: ["invite", "open", "approval", "closed"] },
			domains: { type: "bool" },
			setup: { type: "bool" },
			localAuthority: { type: "bool" },
			secureUrl: { type: "text", min: 1, max: 1024, maxBytes: 1024, nullable: true },
			userId: { type: "id", nullable: true },
		},
	},
	"/api/auth": {
		method: "POST",
		body: "json",
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
		body: "json",
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
		body: "json",
		input: {
			username: { type: "text", min: 0, max: 64, maxBytes: 256 },
		},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/logout": {
		method: "POST",
		body: "json",
		input: {},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/change_password": {
		method: "POST",
		body: "json",
		input: {
			oldPassword: { type: "bytes", min: 1, max: 1024 },
			password: { type: "bytes", min: 1, max: 1024 },
		},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/upload_profile_image": {
		method: "POST",
		body: "picture",
		input: {},
		reply: {
			userImage: { type: "text", min: 1, max: 500, maxBytes: 2000 },
			thumbnail: { type: "text", min: 1, max: 500, maxBytes: 2000 },
		},
	},
	"/api/remove_profile_image": {
		method: "POST",
		body: "json",
		input: {},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/verify_token": {
		method: "POST",
		body: "json",
		input: {
			token: { type: "bytes", min: 1, max: 64 },
		},
		reply: {
			user: { type: "text", min: 1, max: 16, maxBytes: 64 },
		},
	},
	"/api/accept_token": {
		method: "POST",
		body: "json",
		input: {
			token: { type: "bytes", min: 1, max: 64 },
			password: { type: "bytes", min: 1, max: 1024 },
		},
		reply: {
			ok: { type: "bool" },
		},
	},
	"/api/sign_in_link": {
		method: "POST",
		body: "json",
		input: {
			token: { type: "bytes", min: 1, max: 64 },
		},
		reply: {
			userId: { type: "id" },
			user: { type: "text", min: 1, max: 16, maxBytes: 64 },
		},
	},
	"/api/invitation": {
		method: "POST",
		body: "json",
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
