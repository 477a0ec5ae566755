/* Messages, and what is done to them, in the order of the rooms' talk. */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/states.h"
#include "demo/clock.h"
#include "demo/filling.h"
#include "demo/text.h"

/* A thing done to a message follows it after so long. */
enum { DONE_AFTER_MS = 9000 };

/* Where the talk is. */
struct telling {
	struct filling *f;
	enum demo_room_id room;
	int64_t at_ms;
	const struct demo_step
		*edit; /* the row behind the message that is said, if it is an edit */
};

static const struct said *said_as(const struct filling *f, const char *name)
{
	for (size_t i = 0; name && i < f->said_count; i++) {
		const char *known = f->said[i].step->name;
		if (known && strcmp(known, name) == 0)
			return &f->said[i];
	}
	ASSERT(!name);
	return NULL;
}

static const struct said *last_said(const struct filling *f)
{
	ASSERT(f->said_count > 0);
	return &f->said[f->said_count - 1];
}

static int64_t id_of(const struct said *said)
{
	return said ? said->id : 0;
}

static void say(struct telling *t, const struct demo_step *step)
{
	struct filling *f = t->f;
	struct arena *arena = f->arena;
	struct said *said = &f->said[f->said_count];
	const struct said *quoted = said_as(f, step->about);
	const char *words = t->edit ? t->edit->text : step->text;
	const struct demo_text text = demo_text_of(arena, words, f->people);
	char client_id[16];
	t->at_ms += demo_pause_ms(step->text, f->said_count);
	*said = (struct said){ .step = step, .room = t->room, .at_ms = t->at_ms };
	said->id = f->message_ids[f->said_count];
	said->root = said_as(f, step->thread);
	snprintf(client_id, sizeof(client_id), "demo-%zu", f->said_count);
	struct write *w = filling_write(f);
	struct change *change = write_change(w, f->rooms[t->room], CHANGE_MESSAGE,
					     f->people[step->who], 0);
	change->message_id = said->id;
	change->client_id = arena_copy(arena, slice_of(client_id));
	change->content = text.content;
	const struct message_extras extras = {
		.room_id = f->rooms[t->room],
		.parent_id = id_of(said->root),
		.parent_seq = said->root ? said->root->seq : 0,
		.quoted_id = id_of(quoted),
		.mentions = text.mentions,
	};
	write_message_extras(w, arena, &extras);
	said->seq = filling_put(f, w, t->room, t->at_ms);
	f->said_count++;
}

/* A write about a message, with its change. */
static struct write *about(struct telling *t, const struct said *said, int kind, int64_t actor_id)
{
	struct write *w = filling_write(t->f);
	write_change(w, t->f->rooms[said->room], kind, actor_id, said->seq);
	return w;
}

static void edit(struct telling *t, const struct demo_step *step)
{
	struct filling *f = t->f;
	const struct said *said = last_said(f);
	const struct demo_text text = demo_text_of(f->arena, said->step->text, f->people);
	struct write *w = about(t, said, CHANGE_MESSAGE_EDITED, f->people[said->step->who]);
	const struct message_edit change = {
		.room_id = f->rooms[said->room],
		.seq = said->seq,
		.at_ms = said->at_ms + DONE_AFTER_MS,
		.content = text.content,
		.mentions = text.mentions,
	};
	(void)step;
	write_message_edit(w, f->arena, &change);
	filling_put(f, w, said->room, change.at_ms);
}

static void react(struct telling *t, const struct demo_step *step)
{
	struct filling *f = t->f;
	const struct said *named = said_as(f, step->about);
	const struct said *said = named ? named : last_said(f);
	struct write *w = about(t, said, CHANGE_MESSAGE_REACTED, f->people[step->who]);
	t->at_ms += 1000;
	const struct new_reaction reaction = {
		.room_id = f->rooms[said->room],
		.seq = said->seq,
		.user_id = f->people[step->who],
		.at_ms = t->at_ms + DONE_AFTER_MS,
		.emoji = slice_of(step->text),
		.on = true,
	};
	write_reaction(w, f->arena, &reaction);
	filling_put(f, w, said->room, reaction.at_ms);
}

static void pin(struct telling *t, const struct demo_step *step)
{
	struct filling *f = t->f;
	const struct said *said = last_said(f);
	struct write *w = about(t, said, CHANGE_MESSAGE_PINNED, f->people[step->who]);
	const struct new_pin new = {
		.room_id = f->rooms[said->room],
		.seq = said->seq,
		.user_id = f->people[step->who],
		.at_ms = said->at_ms + DONE_AFTER_MS,
		.on = true,
	};
	write_pin(w, f->arena, &new);
	filling_put(f, w, said->room, new.at_ms);
}

static void set_scene(struct telling *t, const struct demo_step *step)
{
	t->room = step->room;
	t->at_ms = demo_scene_ms(t->f->now_ms, step);
}

static void (*const steps[])(struct telling *t, const struct demo_step *step) = {
	[STEP_SCENE] = set_scene, [STEP_SAY] = say, [STEP_REACT] = react,
	[STEP_EDITED] = edit,     [STEP_PIN] = pin,
};

void talk_write(struct filling *f)
{
	struct telling t = { .f = f };
	for (size_t i = 0; i < demo_step_count; i++) {
		const bool edited = i + 1 < demo_step_count &&
				    demo_steps[i + 1].kind == STEP_EDITED;
		t.edit = edited ? &demo_steps[i + 1] : NULL;
		steps[demo_steps[i].kind](&t, &demo_steps[i]);
	}
}
