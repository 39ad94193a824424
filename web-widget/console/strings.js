// Everything the console says, by language. `{name}` is filled in; `.one` and `.other` follow a count `n`.

export const strings = {
  en: {
    'app.name': 'Baton', 'app.title': 'Baton, agent console', 'app.loading': 'Opening the console…', 'app.language': 'Language',

    'sign_in.title': 'Sign in', 'sign_in.lead': 'Customers who need a person are waiting for you here.',
    'sign_in.name': 'Name', 'sign_in.password': 'Password', 'sign_in.code': 'Code from your authenticator app', 'sign_in.submit': 'Sign in', 'sign_in.busy': 'Signing in…',

    'sign_in.need_name': 'Fill in your name.', 'sign_in.need_password': 'Fill in your password.',
    'sign_in.wrong': 'That name and password do not go together. Check both and try again.',
    'sign_in.locked': 'Too many attempts. For safety, signing in is paused for this name. Try again later, or ask an administrator.',
    'sign_in.locked_for': 'Too many attempts. For safety, signing in is paused for this name. Try again in {time}.',
    'sign_in.second_factor': 'Fill in the code from your authenticator app.',
    'sign_in.offline': 'The server cannot be reached. Check your connection and try again.',
    'sign_in.trouble': 'The server had trouble signing you in. Try again in a moment.',
    'sign_in.expired': 'Your session ended, so please sign in again. What you typed is kept.',

    'bar.available': 'Available', 'bar.away': 'Away', 'bar.capacity': 'Conversations at once', 'bar.less': 'One fewer', 'bar.more': 'One more',
    'bar.menu': 'Menu of {name}', 'bar.sign_out': 'Sign out', 'bar.help': 'Keyboard shortcuts', 'bar.notify': 'Desktop notifications', 'bar.notify_on': 'Desktop notifications are on', 'bar.notify_blocked': 'Notifications are blocked in this browser',
    'bar.waiting.one': '{n} customer waiting', 'bar.waiting.other': '{n} customers waiting',
    'notify.waiting': 'A customer is waiting', 'notify.message': 'New message from {label}',

    'link.waiting': 'Connection lost. Trying again in {s} s. What you type is kept.', 'link.connecting': 'Connecting… What you type is kept.', 'link.now': 'Try now',

    'list.label': 'Conversations', 'list.mine': 'Mine', 'list.waiting': 'Waiting', 'list.all': 'All',
    'list.mine_empty': 'No conversations yet', 'list.mine_empty_more': 'Accept one from Waiting and it appears here.', 'list.to_waiting': 'See who is waiting',
    'list.waiting_empty': 'Nobody is waiting', 'list.waiting_empty_more': 'The bot has things in hand. New customers appear here by themselves.',
    'list.all_empty': 'All quiet', 'list.all_empty_more': 'Conversations that need people appear here.',
    'row.customer': 'Customer {id}', 'row.unread.one': '{n} unread message', 'row.unread.other': '{n} unread messages', 'row.you': 'You', 'row.bot': 'Bot', 'row.mood': 'Mood: {word}, {value}', 'row.no_mood': 'Mood not known yet', 'row.no_message': 'No message yet', 'row.with': 'With {name}',
    'priority.low': 'Low', 'priority.normal': 'Normal', 'priority.high': 'High', 'priority.urgent': 'Urgent',
    'mood.upset': 'upset', 'mood.tense': 'tense', 'mood.neutral': 'neutral', 'mood.content': 'content',
    'sentiment.negative': 'negative', 'sentiment.neutral': 'neutral', 'sentiment.positive': 'positive',

    'talk.label': 'Conversation', 'talk.none': 'No conversation selected', 'talk.none_more': 'Choose one from the list, or press Alt+J to go to the first.',
    'talk.none_done': 'That one is done', 'talk.none_done_waiting.one': '{n} customer is waiting.', 'talk.none_done_waiting.other': '{n} customers are waiting.', 'talk.none_done_quiet': 'Nobody is waiting right now.', 'talk.next': 'Open the next',
    'talk.loading': 'Fetching the conversation…',
    'talk.state.queued': 'Waiting', 'talk.state.offered': 'Offered', 'talk.state.mine': 'With you', 'talk.state.agent': 'With {name}', 'talk.state.wrap_up': 'Wrapping up', 'talk.state.closed': 'Closed', 'talk.state.bot': 'With the bot', 'talk.state.left': 'No longer here',
    'talk.accept': 'Accept', 'talk.resolve': 'Resolve', 'talk.return': 'Return to bot', 'talk.transfer': 'Transfer', 'talk.details': 'Details', 'talk.back': 'Back', 'talk.close': 'Close', 'talk.newer': 'New messages', 'talk.copy_draft': 'Copy what you were writing',
    'talk.typing': 'The customer is typing', 'talk.transcript': 'Transcript', 'talk.accept_first': 'Accept this conversation to reply.', 'talk.theirs': '{name} has this conversation. You can read along.',
    'gone.taken': '{who} was just ahead of you and has this conversation now. Thank you for being quick.', 'gone.resolved': 'This conversation is resolved.', 'gone.returned': 'This conversation is with the bot again.', 'gone.left': 'The customer chose not to wait any longer.', 'gone.ended': 'The customer ended the chat.', 'gone.requeued': 'This conversation went back to the queue.', 'gone.gone': 'This conversation has left your list.', 'gone.colleague': 'A colleague',

    'entry.customer': 'Customer', 'entry.bot': 'Bot', 'entry.agent': 'Agent', 'entry.note': 'Private note', 'entry.you': 'You', 'entry.tapped': 'tapped', 'entry.choices': 'Offered choices', 'entry.hidden': '{kind} hidden', 'entry.seen': 'Seen by the customer',
    'entry.sending': 'Sending…', 'entry.waiting_link': 'Waits for the connection', 'entry.failed': 'Not sent: {why}', 'entry.retry': 'Try again', 'entry.edit': 'Edit',
    'entry.held': 'Goes in', 'entry.held_aloud': 'Goes in {n} s', 'entry.undo': 'Undo', 'undo.late': 'Nothing is waiting: it has gone already.',
    'hidden.email': 'E-mail', 'hidden.phone': 'Phone number', 'hidden.iban': 'IBAN', 'hidden.card': 'Card number', 'hidden.cvv': 'Card code', 'hidden.pin': 'PIN', 'hidden.password': 'Password', 'hidden.name': 'Name', 'hidden.address': 'Address',
    'heard.title': 'What was understood', 'heard.intents': 'Intents', 'heard.none': 'Nothing recognised', 'heard.scope': 'In scope', 'heard.articles': 'Nearest articles', 'heard.sentiment': 'Sentiment', 'heard.sentiment_value': '{label} {value}, confidence {confidence}', 'heard.entities': 'Details found', 'heard.cues': 'Signals', 'heard.language': 'Language', 'heard.not_spoken': 'not spoken by this bot', 'heard.trouble': 'Trouble', 'heard.mood': 'Mood after this', 'heard.tone': 'Tone', 'heard.versions': 'Versions', 'heard.decision': 'Decision', 'heard.why': 'Why',
    'tone.plain': 'plain', 'tone.upset': 'acknowledging',
    'did.answer': 'Answered with {article}', 'did.clarify': 'Asked which was meant', 'did.rephrase': 'Asked to put it differently', 'did.offer_person': 'Offered a person', 'did.handoff': 'Handed to people: {rule}', 'did.carry_on': 'Carried on', 'did.silence': 'Stayed silent',
    'cue.capitals': 'capitals', 'cue.repeated_punctuation': 'repeated punctuation', 'cue.repeated_contact': 'contacted before', 'cue.asks_for_person': 'asks for a person', 'cue.swearing': 'swearing', 'cue.threat': 'threat', 'cue.urgency': 'urgency', 'cue.long_wait': 'long wait', 'cue.thanks': 'thanks',
    'event.session_started': 'Chat started', 'event.session_started_on': 'Chat started on {page}', 'event.queued': 'Handed to people: {rule}', 'event.agent_accepted': '{name} joined', 'event.requeued_gone': 'Back in the queue: the agent’s connection was lost', 'event.requeued': 'Back in the queue', 'event.requeued_team': 'Transferred to {team}', 'event.returned_to_bot': 'Returned to the bot', 'event.queue_left': 'The customer left the queue', 'event.wrapped_up': 'Wrapped up: {code}', 'event.resolved': 'Resolved', 'event.survey_offered': 'Asked for a rating', 'event.customer_rated': 'Rated {score} of 5', 'event.customer_ended': 'The customer ended the chat', 'event.reopened': 'The customer wrote again', 'event.instruction': 'Instruction: {text}',

    'write.reply': 'Reply', 'write.note': 'Private note', 'write.mode': 'Write as', 'write.reply_hint': 'Write to the customer', 'write.note_hint': 'Only colleagues see this', 'write.send': 'Send', 'write.add': 'Add note', 'write.keys': 'Enter sends after 5 s, Enter again at once, Shift+Enter starts a new line', 'write.left.one': '{n} character left', 'write.left.other': '{n} characters left', 'write.too_long.one': '{n} character too many', 'write.too_long.other': '{n} characters too many',

    'resolve.title': 'Resolve this conversation', 'resolve.code': 'How did it end?', 'resolve.note': 'Note for colleagues (optional)', 'resolve.submit': 'Resolve', 'resolve.done': 'Resolved. Well done.',
    'code.solved': 'Solved', 'code.answered': 'Question answered', 'code.followup': 'Needs follow-up', 'code.no_answer': 'Customer went silent', 'code.other': 'Other',
    'return.title': 'Return to the bot', 'return.lead': 'The customer is told that the assistant carries on.', 'return.instruction': 'Instruction for the bot (optional)', 'return.hint': 'For example: the refund is arranged, help with the new order.', 'return.submit': 'Return to bot', 'return.done': 'The bot has it again.',
    'transfer.title': 'Transfer this conversation', 'transfer.to': 'To', 'transfer.queue': 'Back to the queue', 'transfer.team': 'Team {team}', 'transfer.note': 'Note for who takes it (optional)', 'transfer.submit': 'Transfer', 'transfer.done': 'Transferred. The customer keeps their place.',
    'dialog.cancel': 'Cancel', 'dialog.close': 'Close',
    'article.loading': 'Fetching the article…', 'article.missing': 'This article could not be fetched.', 'article.updated': 'Updated {date}', 'article.read': 'Read',

    'ticket.label': 'Ticket', 'ticket.none': 'The story of a conversation appears here: why it needs a person, how the mood went, what was already tried.',
    'ticket.why': 'Why it is here', 'ticket.rule': 'Rule {rule}', 'ticket.policy': 'policy {version}', 'ticket.summary': 'Summary', 'ticket.mood': 'Mood', 'ticket.no_mood': 'Nothing to draw yet.', 'ticket.intents': 'Understood', 'ticket.articles': 'Articles already shown', 'ticket.no_articles': 'None yet.', 'ticket.about': 'About', 'ticket.no_intents': 'Nothing recognised yet.',
    'ticket.page': 'Page', 'ticket.language': 'Language', 'ticket.since': 'Waiting since', 'ticket.team': 'Team', 'ticket.priority': 'Priority', 'ticket.session': 'Session', 'ticket.to_turn': 'Show in the conversation', 'ticket.copy': 'Copy {value}', 'ticket.copied': 'Copied',
    'curve.label.one': 'Mood over {n} turn, now {last}', 'curve.label.other': 'Mood over {n} turns, from {first} to {last}', 'curve.limit': 'limit {value}', 'curve.point': 'Turn {turn}: mood {mood}, this message {valence}', 'curve.hint': 'Choose a point to see its message.',
    'entity.order_number': 'Order number', 'entity.amount': 'Amount', 'entity.date': 'Date', 'entity.last_four': 'Last four digits', 'entity.product': 'Product',

    'rule.asked_for_person': 'The customer asked for a person', 'rule.always_a_person': 'This subject always goes to a person', 'rule.one_bad_turn': 'One very angry message', 'rule.low_mood': 'The mood stayed low', 'rule.repeated_misses': 'The bot did not understand several times', 'rule.same_request_again': 'The same request came again', 'rule.repeated_contact': 'The customer contacted us before about this', 'rule.trouble': 'The bot had technical trouble',
    'chip.asked_for_person': 'Asked for a person', 'chip.always_a_person': 'Needs a person', 'chip.one_bad_turn': 'Very angry', 'chip.low_mood': 'Low mood', 'chip.repeated_misses': 'Not understood', 'chip.same_request_again': 'Asked again', 'chip.repeated_contact': 'Contacted before', 'chip.trouble': 'Bot trouble',
    'number.mood': 'Mood', 'number.turns': 'Turns', 'number.valence': 'Sentiment of the message', 'number.slope': 'Mood change per turn', 'number.confidence': 'Confidence', 'number.misses': 'Not understood in a row', 'number.times': 'Times asked', 'number.window': 'Counted over turns', 'number.similarity': 'Likeness to the earlier request', 'number.in_scope': 'In scope', 'number.mood_limit': 'Mood limit',
    'fact.plain': '{name}: {value}', 'fact.below': '{name} {value}, below the limit of {limit}', 'fact.not_below': '{name} {value}, limit {limit}', 'fact.above': '{name} {value}, above the limit of {limit}', 'fact.under': '{name} {value}, limit {limit}', 'fact.reached': '{name} {value}, which is the limit',
    'fact.mood_below_for.one': 'Mood {value}, below {limit} for {n} turn', 'fact.mood_below_for.other': 'Mood {value}, below {limit} for {n} turns', 'fact.mood_for.one': 'Mood {value} for {n} turn', 'fact.mood_for.other': 'Mood {value} for {n} turns', 'fact.turns_needed': '(limit {n})',

    'error.taken': 'A colleague was just ahead of you and has this conversation now.', 'error.capacity': 'You are at your limit. Finish one first, or raise the number next to Available.', 'error.not_yours': 'This conversation is no longer yours.', 'error.closed': 'This conversation is closed.', 'error.forbidden': 'You may not do this.', 'error.not_found': 'This conversation no longer exists.', 'error.offline': 'There is no connection right now. Try again when it is back.', 'error.bad_frame': 'The server did not accept this.', 'error.too_long': 'This message is too long.', 'error.rate_limited': 'Too fast. Wait a moment and try again.', 'error.trouble': 'That did not work. Try again in a moment.',
    'help.title': 'Keyboard shortcuts', 'help.next': 'Next conversation', 'help.previous': 'Previous conversation', 'help.accept': 'Accept', 'help.resolve': 'Resolve', 'help.note': 'Write a private note', 'help.reply': 'Write a reply', 'help.send': 'Send', 'help.newline': 'New line', 'help.help': 'This sheet',
  },
  nl: {
    'app.name': 'Baton', 'app.title': 'Baton, werkplek voor medewerkers', 'app.loading': 'De werkplek wordt geopend…', 'app.language': 'Taal',

    'sign_in.title': 'Inloggen', 'sign_in.lead': 'Klanten die een mens nodig hebben, wachten hier op je.',
    'sign_in.name': 'Naam', 'sign_in.password': 'Wachtwoord', 'sign_in.code': 'Code uit je authenticator-app', 'sign_in.submit': 'Inloggen', 'sign_in.busy': 'Bezig met inloggen…',

    'sign_in.need_name': 'Vul je naam in.', 'sign_in.need_password': 'Vul je wachtwoord in.',
    'sign_in.wrong': 'Deze naam en dit wachtwoord horen niet bij elkaar. Controleer ze en probeer het opnieuw.',
    'sign_in.locked': 'Te veel pogingen. Voor de veiligheid kan er met deze naam even niet worden ingelogd. Probeer het later of vraag een beheerder.',
    'sign_in.locked_for': 'Te veel pogingen. Voor de veiligheid kan er met deze naam even niet worden ingelogd. Probeer het over {time} opnieuw.',
    'sign_in.second_factor': 'Vul de code uit je authenticator-app in.',
    'sign_in.offline': 'De server is niet bereikbaar. Controleer je verbinding en probeer het opnieuw.',
    'sign_in.trouble': 'Het inloggen lukte niet door een storing. Probeer het zo opnieuw.',
    'sign_in.expired': 'Je sessie is verlopen, log opnieuw in. Wat je typte, is bewaard.',

    'bar.available': 'Beschikbaar', 'bar.away': 'Afwezig', 'bar.capacity': 'Gesprekken tegelijk', 'bar.less': 'Eén minder', 'bar.more': 'Eén meer',
    'bar.menu': 'Menu van {name}', 'bar.sign_out': 'Uitloggen', 'bar.help': 'Sneltoetsen', 'bar.notify': 'Meldingen op het bureaublad', 'bar.notify_on': 'Bureaubladmeldingen staan aan', 'bar.notify_blocked': 'Meldingen zijn in deze browser geblokkeerd',
    'bar.waiting.one': '{n} klant wacht', 'bar.waiting.other': '{n} klanten wachten',
    'notify.waiting': 'Er wacht een klant', 'notify.message': 'Nieuw bericht van {label}',

    'link.waiting': 'Verbinding weg. Nieuwe poging over {s} s. Wat je typt, blijft bewaard.', 'link.connecting': 'Verbinden… Wat je typt, blijft bewaard.', 'link.now': 'Nu proberen',

    'list.label': 'Gesprekken', 'list.mine': 'Van mij', 'list.waiting': 'Wachtend', 'list.all': 'Alle',
    'list.mine_empty': 'Nog geen gesprekken', 'list.mine_empty_more': 'Neem er een aan uit Wachtend, dan staat het hier.', 'list.to_waiting': 'Bekijk wie er wacht',
    'list.waiting_empty': 'Er wacht niemand', 'list.waiting_empty_more': 'De bot redt het. Nieuwe klanten verschijnen hier vanzelf.',
    'list.all_empty': 'Alles is rustig', 'list.all_empty_more': 'Gesprekken die mensen nodig hebben, verschijnen hier.',
    'row.customer': 'Klant {id}', 'row.unread.one': '{n} ongelezen bericht', 'row.unread.other': '{n} ongelezen berichten', 'row.you': 'Jij', 'row.bot': 'Bot', 'row.mood': 'Stemming: {word}, {value}', 'row.no_mood': 'Stemming nog niet bekend', 'row.no_message': 'Nog geen bericht', 'row.with': 'Bij {name}',
    'priority.low': 'Laag', 'priority.normal': 'Normaal', 'priority.high': 'Hoog', 'priority.urgent': 'Dringend',
    'mood.upset': 'boos', 'mood.tense': 'gespannen', 'mood.neutral': 'neutraal', 'mood.content': 'tevreden',
    'sentiment.negative': 'negatief', 'sentiment.neutral': 'neutraal', 'sentiment.positive': 'positief',

    'talk.label': 'Gesprek', 'talk.none': 'Geen gesprek gekozen', 'talk.none_more': 'Kies er een uit de lijst, of druk op Alt+J voor het eerste.',
    'talk.none_done': 'Dat is klaar', 'talk.none_done_waiting.one': 'Er wacht {n} klant.', 'talk.none_done_waiting.other': 'Er wachten {n} klanten.', 'talk.none_done_quiet': 'Er wacht nu niemand.', 'talk.next': 'Open het volgende',
    'talk.loading': 'Het gesprek wordt opgehaald…',
    'talk.state.queued': 'Wacht', 'talk.state.offered': 'Aangeboden', 'talk.state.mine': 'Bij jou', 'talk.state.agent': 'Bij {name}', 'talk.state.wrap_up': 'In afronding', 'talk.state.closed': 'Gesloten', 'talk.state.bot': 'Bij de bot', 'talk.state.left': 'Niet meer hier',
    'talk.accept': 'Aannemen', 'talk.resolve': 'Afronden', 'talk.return': 'Terug naar bot', 'talk.transfer': 'Overdragen', 'talk.details': 'Details', 'talk.back': 'Terug', 'talk.close': 'Sluiten', 'talk.newer': 'Nieuwe berichten', 'talk.copy_draft': 'Kopieer wat je aan het schrijven was',
    'talk.typing': 'De klant typt', 'talk.transcript': 'Verloop', 'talk.accept_first': 'Neem dit gesprek aan om te antwoorden.', 'talk.theirs': '{name} heeft dit gesprek. Je kunt meelezen.',
    'gone.taken': '{who} was je net voor en heeft dit gesprek nu. Fijn dat je er snel bij was.', 'gone.resolved': 'Dit gesprek is afgerond.', 'gone.returned': 'Dit gesprek is weer bij de bot.', 'gone.left': 'De klant wilde niet langer wachten.', 'gone.ended': 'De klant heeft de chat beëindigd.', 'gone.requeued': 'Dit gesprek is terug in de wachtrij.', 'gone.gone': 'Dit gesprek staat niet meer in je lijst.', 'gone.colleague': 'Een collega',

    'entry.customer': 'Klant', 'entry.bot': 'Bot', 'entry.agent': 'Medewerker', 'entry.note': 'Privénotitie', 'entry.you': 'Jij', 'entry.tapped': 'getikt', 'entry.choices': 'Aangeboden keuzes', 'entry.hidden': '{kind} verborgen', 'entry.seen': 'Gezien door de klant',
    'entry.sending': 'Versturen…', 'entry.waiting_link': 'Wacht op de verbinding', 'entry.failed': 'Niet verstuurd: {why}', 'entry.retry': 'Opnieuw', 'entry.edit': 'Aanpassen',
    'entry.held': 'Gaat over', 'entry.held_aloud': 'Gaat over {n} s', 'entry.undo': 'Terughalen', 'undo.late': 'Er wacht niets: het is al weg.',
    'hidden.email': 'E-mailadres', 'hidden.phone': 'Telefoonnummer', 'hidden.iban': 'IBAN', 'hidden.card': 'Kaartnummer', 'hidden.cvv': 'Kaartcode', 'hidden.pin': 'Pincode', 'hidden.password': 'Wachtwoord', 'hidden.name': 'Naam', 'hidden.address': 'Adres',
    'heard.title': 'Wat er begrepen is', 'heard.intents': 'Bedoelingen', 'heard.none': 'Niets herkend', 'heard.scope': 'Binnen bereik', 'heard.articles': 'Dichtstbijzijnde artikelen', 'heard.sentiment': 'Sentiment', 'heard.sentiment_value': '{label} {value}, zekerheid {confidence}', 'heard.entities': 'Gevonden gegevens', 'heard.cues': 'Signalen', 'heard.language': 'Taal', 'heard.not_spoken': 'spreekt deze bot niet', 'heard.trouble': 'Storing', 'heard.mood': 'Stemming hierna', 'heard.tone': 'Toon', 'heard.versions': 'Versies', 'heard.decision': 'Besluit', 'heard.why': 'Waarom',
    'tone.plain': 'gewoon', 'tone.upset': 'met erkenning',
    'did.answer': 'Beantwoord met {article}', 'did.clarify': 'Gevraagd wat er bedoeld werd', 'did.rephrase': 'Gevraagd het anders te zeggen', 'did.offer_person': 'Een medewerker aangeboden', 'did.handoff': 'Naar mensen: {rule}', 'did.carry_on': 'Verder gegaan', 'did.silence': 'Gezwegen',
    'cue.capitals': 'hoofdletters', 'cue.repeated_punctuation': 'herhaalde leestekens', 'cue.repeated_contact': 'eerder contact', 'cue.asks_for_person': 'vraagt om een mens', 'cue.swearing': 'schelden', 'cue.threat': 'dreiging', 'cue.urgency': 'haast', 'cue.long_wait': 'lang gewacht', 'cue.thanks': 'dank',
    'event.session_started': 'Chat begonnen', 'event.session_started_on': 'Chat begonnen op {page}', 'event.queued': 'Naar mensen: {rule}', 'event.agent_accepted': '{name} nam deel', 'event.requeued_gone': 'Terug in de wachtrij: de verbinding van de medewerker viel weg', 'event.requeued': 'Terug in de wachtrij', 'event.requeued_team': 'Overgedragen aan {team}', 'event.returned_to_bot': 'Terug naar de bot', 'event.queue_left': 'De klant verliet de wachtrij', 'event.wrapped_up': 'Afgerond als: {code}', 'event.resolved': 'Afgerond', 'event.survey_offered': 'Om een beoordeling gevraagd', 'event.customer_rated': 'Beoordeeld met {score} van 5', 'event.customer_ended': 'De klant heeft de chat beëindigd', 'event.reopened': 'De klant schreef opnieuw', 'event.instruction': 'Instructie: {text}',

    'write.reply': 'Antwoord', 'write.note': 'Privénotitie', 'write.mode': 'Schrijven als', 'write.reply_hint': 'Schrijf aan de klant', 'write.note_hint': 'Alleen collega’s zien dit', 'write.send': 'Versturen', 'write.add': 'Notitie opslaan', 'write.keys': 'Enter verstuurt na 5 s, nog eens Enter meteen, Shift+Enter begint een nieuwe regel', 'write.left.one': 'Nog {n} teken', 'write.left.other': 'Nog {n} tekens', 'write.too_long.one': '{n} teken te veel', 'write.too_long.other': '{n} tekens te veel',

    'resolve.title': 'Dit gesprek afronden', 'resolve.code': 'Hoe liep het af?', 'resolve.note': 'Notitie voor collega’s (niet verplicht)', 'resolve.submit': 'Afronden', 'resolve.done': 'Afgerond. Goed gedaan.',
    'code.solved': 'Opgelost', 'code.answered': 'Vraag beantwoord', 'code.followup': 'Krijgt een vervolg', 'code.no_answer': 'Klant reageerde niet meer', 'code.other': 'Anders',
    'return.title': 'Terug naar de bot', 'return.lead': 'De klant hoort dat de assistent verdergaat.', 'return.instruction': 'Instructie voor de bot (niet verplicht)', 'return.hint': 'Bijvoorbeeld: het terugbetalen is geregeld, help met de nieuwe bestelling.', 'return.submit': 'Terug naar bot', 'return.done': 'De bot heeft het weer.',
    'transfer.title': 'Dit gesprek overdragen', 'transfer.to': 'Aan', 'transfer.queue': 'Terug naar de wachtrij', 'transfer.team': 'Team {team}', 'transfer.note': 'Notitie voor wie het overneemt (niet verplicht)', 'transfer.submit': 'Overdragen', 'transfer.done': 'Overgedragen. De klant houdt zijn plaats.',
    'dialog.cancel': 'Annuleren', 'dialog.close': 'Sluiten',
    'article.loading': 'Het artikel wordt opgehaald…', 'article.missing': 'Dit artikel kon niet worden opgehaald.', 'article.updated': 'Bijgewerkt op {date}', 'article.read': 'Lezen',

    'ticket.label': 'Ticket', 'ticket.none': 'Hier verschijnt het verhaal van een gesprek: waarom het een mens nodig heeft, hoe de stemming verliep en wat al geprobeerd is.',
    'ticket.why': 'Waarom het hier is', 'ticket.rule': 'Regel {rule}', 'ticket.policy': 'beleid {version}', 'ticket.summary': 'Samenvatting', 'ticket.mood': 'Stemming', 'ticket.no_mood': 'Nog niets om te tekenen.', 'ticket.intents': 'Begrepen', 'ticket.articles': 'Al getoonde artikelen', 'ticket.no_articles': 'Nog geen.', 'ticket.about': 'Over dit gesprek', 'ticket.no_intents': 'Nog niets herkend.',
    'ticket.page': 'Pagina', 'ticket.language': 'Taal', 'ticket.since': 'Wacht sinds', 'ticket.team': 'Team', 'ticket.priority': 'Prioriteit', 'ticket.session': 'Sessie', 'ticket.to_turn': 'Toon in het gesprek', 'ticket.copy': '{value} kopiëren', 'ticket.copied': 'Gekopieerd',
    'curve.label.one': 'Stemming over {n} beurt, nu {last}', 'curve.label.other': 'Stemming over {n} beurten, van {first} naar {last}', 'curve.limit': 'grens {value}', 'curve.point': 'Beurt {turn}: stemming {mood}, dit bericht {valence}', 'curve.hint': 'Kies een punt om het bericht te zien.',
    'entity.order_number': 'Bestelnummer', 'entity.amount': 'Bedrag', 'entity.date': 'Datum', 'entity.last_four': 'Laatste vier cijfers', 'entity.product': 'Product',

    'rule.asked_for_person': 'De klant vroeg om een medewerker', 'rule.always_a_person': 'Dit onderwerp gaat altijd naar een mens', 'rule.one_bad_turn': 'Eén heel boos bericht', 'rule.low_mood': 'De stemming bleef laag', 'rule.repeated_misses': 'De bot begreep het een paar keer niet', 'rule.same_request_again': 'Dezelfde vraag kwam terug', 'rule.repeated_contact': 'De klant had hierover al eerder contact', 'rule.trouble': 'De bot had een storing',
    'chip.asked_for_person': 'Vroeg om een mens', 'chip.always_a_person': 'Altijd een mens', 'chip.one_bad_turn': 'Heel boos', 'chip.low_mood': 'Lage stemming', 'chip.repeated_misses': 'Niet begrepen', 'chip.same_request_again': 'Opnieuw gevraagd', 'chip.repeated_contact': 'Eerder contact', 'chip.trouble': 'Storing bot',
    'number.mood': 'Stemming', 'number.turns': 'Beurten', 'number.valence': 'Sentiment van het bericht', 'number.slope': 'Verloop per beurt', 'number.confidence': 'Zekerheid', 'number.misses': 'Niet begrepen achter elkaar', 'number.times': 'Keer gevraagd', 'number.window': 'Geteld over beurten', 'number.similarity': 'Gelijkenis met de eerdere vraag', 'number.in_scope': 'Binnen bereik', 'number.mood_limit': 'Grens van de stemming',
    'fact.plain': '{name}: {value}', 'fact.below': '{name} {value}, onder de grens van {limit}', 'fact.not_below': '{name} {value}, grens {limit}', 'fact.above': '{name} {value}, boven de grens van {limit}', 'fact.under': '{name} {value}, grens {limit}', 'fact.reached': '{name} {value}, precies de grens',
    'fact.mood_below_for.one': 'Stemming {value}, onder {limit} gedurende {n} beurt', 'fact.mood_below_for.other': 'Stemming {value}, onder {limit} gedurende {n} beurten', 'fact.mood_for.one': 'Stemming {value} gedurende {n} beurt', 'fact.mood_for.other': 'Stemming {value} gedurende {n} beurten', 'fact.turns_needed': '(grens {n})',

    'error.taken': 'Een collega was je net voor en heeft dit gesprek nu.', 'error.capacity': 'Je zit aan je maximum. Rond er eerst een af, of verhoog het aantal naast Beschikbaar.', 'error.not_yours': 'Dit gesprek is niet meer van jou.', 'error.closed': 'Dit gesprek is gesloten.', 'error.forbidden': 'Dit mag je niet doen.', 'error.not_found': 'Dit gesprek bestaat niet meer.', 'error.offline': 'Er is nu geen verbinding. Probeer het als die terug is.', 'error.bad_frame': 'De server nam dit niet aan.', 'error.too_long': 'Dit bericht is te lang.', 'error.rate_limited': 'Te snel. Wacht even en probeer het opnieuw.', 'error.trouble': 'Dat lukte niet. Probeer het zo opnieuw.',
    'help.title': 'Sneltoetsen', 'help.next': 'Volgend gesprek', 'help.previous': 'Vorig gesprek', 'help.accept': 'Aannemen', 'help.resolve': 'Afronden', 'help.note': 'Een privénotitie schrijven', 'help.reply': 'Een antwoord schrijven', 'help.send': 'Versturen', 'help.newline': 'Nieuwe regel', 'help.help': 'Dit blad',
  },
};
