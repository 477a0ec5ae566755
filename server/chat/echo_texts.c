/* Echo's own words. Lines end where Markdown wants them to. */
#include "chat/echo_texts.h"

static const struct echo_texts texts[LANGUAGE_COUNT] = {
	[LANGUAGE_EN] = {
		.welcome =
			"**Welcome!** This is the room where everybody is. The quickest way to know it is to try it:\n"
			"1. **React** to this message with 👍.\n"
			"2. **Write** a line below, then **edit** it.\n"
			"3. **Reply in a thread** to this message: the talk stays together, the room stays tidy.\n"
			"4. **Invite people**: one link for everybody, also as a QR code.\n"
			"5. Nobody here yet? Write to **Echo** in a direct room. It answers.\n"
			"\n"
			"Take this message down when you no longer need it.",
		.hello =
			"Hello, I am **Echo**, a program that answers, so that you can try things out alone. "
			"Write me anything, or `help`.",
		.help =
			"What you can try with me:\n"
			"- **Write** anything: I repeat it.\n"
			"- **Reply in a thread** to one of my messages: I answer there.\n"
			"- **Edit** one of your messages: I notice and put ✏️ on it.\n"
			"- **React** to a message: so do I. **Mention** me: I wave.\n"
			"- **Unread**: write `later` and open another room. My answer comes after five seconds. "
			"With *mark as unread* you can come back to a message another time.",
		.later = "Now it is later. This is how a new message looks while you are elsewhere.",
	},
	[LANGUAGE_DE] = {
		.welcome =
			"**Willkommen!** Das ist der Raum, in dem alle sind. Am schnellsten lernst du ihn kennen, wenn du "
			"etwas ausprobierst:\n"
			"1. **Reagiere** auf diese Nachricht mit 👍.\n"
			"2. **Schreib** unten eine Zeile und **bearbeite** sie dann.\n"
			"3. **Antworte im Thread** auf diese Nachricht: das Gespräch bleibt zusammen, der Raum bleibt übersichtlich.\n"
			"4. **Lade Leute ein**: ein Link für alle, auch als QR-Code.\n"
			"5. Noch niemand da? Schreib **Echo** in einem Direktraum. Es antwortet.\n"
			"\n"
			"Löse diese Nachricht, wenn du sie nicht mehr brauchst.",
		.hello =
			"Hallo, ich bin **Echo**, ein Programm, das antwortet, damit du alles allein ausprobieren kannst. "
			"Schreib mir irgendetwas, oder `hilfe`.",
		.help =
			"Das kannst du mit mir ausprobieren:\n"
			"- **Schreib** irgendetwas: Ich wiederhole es.\n"
			"- **Antworte im Thread** auf eine meiner Nachrichten: Ich antworte dort.\n"
			"- **Bearbeite** eine deiner Nachrichten: Ich merke es und setze ✏️ darunter.\n"
			"- **Reagiere** auf eine Nachricht: Ich auch. **Erwähne** mich: Ich winke.\n"
			"- **Ungelesen**: Schreib `später` und öffne einen anderen Raum. Meine Antwort kommt nach fünf Sekunden. "
			"Mit *Als ungelesen markieren* kommst du ein andermal auf eine Nachricht zurück.",
		.later = "Jetzt ist später. So sieht eine neue Nachricht aus, während du woanders bist.",
	},
	[LANGUAGE_AR] = {
		.welcome =
			"**أهلًا وسهلًا!** هذه هي الغرفة التي تجمع الجميع، وأسرع طريقة للتعرّف عليها هي التجربة:\n"
			"1. **تفاعَل** مع هذه الرسالة بـ 👍.\n"
			"2. **اكتب** سطرًا في الأسفل ثم **عدّله**.\n"
			"3. **ردّ في سلسلة** على هذه الرسالة: يبقى الحديث مجتمعًا وتبقى الغرفة مرتّبة.\n"
			"4. **ادعُ الآخرين**: رابط واحد للجميع، وكذلك رمز QR.\n"
			"5. لا أحد هنا بعد؟ اكتب إلى **Echo** في غرفة مباشرة وسيجيبك.\n"
			"\n"
			"ألغِ تثبيت هذه الرسالة عندما لا تعود بحاجة إليها.",
		.hello =
			"مرحبًا، أنا **Echo**، برنامج يجيبك لتجرّب كل شيء وحدك. اكتب لي أي شيء، أو اكتب `مساعدة`.",
		.help =
			"ما يمكنك تجربته معي:\n"
			"- **اكتب** أي شيء: سأكرّره.\n"
			"- **ردّ في سلسلة** على إحدى رسائلي: سأجيبك هناك.\n"
			"- **عدّل** إحدى رسائلك: سألاحظ ذلك وأضع ✏️ عليها.\n"
			"- **تفاعَل** مع رسالة: سأفعل مثلك. **اذكرني**: سألوّح لك.\n"
			"- **غير المقروء**: اكتب `لاحقًا` وافتح غرفة أخرى. يصلك جوابي بعد خمس ثوانٍ. "
			"وبخيار *تعليم كغير مقروءة* تعود إلى رسالة في وقت آخر.",
		.later = "ها قد جاء وقت «لاحقًا». هكذا تبدو رسالة جديدة وأنت في مكان آخر.",
	},
};

const struct echo_texts *echo_texts(enum language language)
{
	return &texts[language];
}
