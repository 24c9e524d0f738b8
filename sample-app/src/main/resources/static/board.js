import { Messages } from './messages.js';
import { Presence } from './muster/presence.js';
import { RoomStream } from './stream.js';
import { $, drawCluster, drawConnection, drawLost, drawMessages, drawOccupants, drawRooms, drawSelf } from './view.js';

const messages = new Messages();
const presence = new Presence({ onSync: drawOccupants });

let room;
let name = initialName();
let stream;
let cluster;
let rooms = [];

/** From ?name=ada, from this tab's last visit, or made up. */
function initialName() {
	return new URLSearchParams(location.search).get('name')?.trim().slice(0, 32)
		|| sessionStorage.getItem('name') || `guest-${Math.floor(100 + Math.random() * 900)}`;
}

function roomOfAddress() {
	const wanted = decodeURIComponent(location.hash.slice(1));
	return /^[a-z0-9][a-z0-9-]{0,31}$/.test(wanted) ? wanted : 'lobby';
}

/** Connects to the room of the address, under the name of the moment. */
function enter() {
	const wanted = roomOfAddress();
	if (wanted !== room) {
		room = wanted;
		messages.clear();
		drawMessages(messages.all(), name);
		presence.state([]);
	}
	$('room-title').textContent = `# ${room}`;
	document.title = `${room} · Board`;
	drawRooms(rooms, room);
	if (cluster) {
		drawCluster(cluster, room);
	}
	stream?.close();
	stream = new RoomStream(room, name, {
		state(state) {
			drawConnection(state);
			drawLost((state === 'lost') ? cluster : null, room);
		},
		cluster(status) {
			cluster = status;
			drawSelf(status.self);
			drawCluster(status, room);
		},
		rooms(list) {
			rooms = list;
			drawRooms(list, room);
		},
		'presence-state': (entries) => presence.state(entries),
		'presence-diff': (diff) => presence.diff(diff),
		message(message) {
			if (messages.add(message)) {
				drawMessages(messages.all(), name);
			}
		},
	});
}

async function send(text) {
	const response = await fetch(`api/rooms/${room}/messages`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ author: name, text }),
	});
	if (!response.ok) {
		const problem = await response.json().catch(() => ({}));
		throw new Error(problem.detail ?? `The node answered ${response.status}`);
	}
}

$('compose').addEventListener('submit', async (event) => {
	event.preventDefault();
	rename();
	const text = $('text').value;
	if (!text.trim()) {
		return;
	}
	try {
		await send(text);
		$('error').textContent = '';
		$('text').value = '';
	}
	catch (error) {
		$('error').textContent = `Not sent: ${error.message}`;
	}
	$('text').focus();
});

function rename() {
	const wanted = $('name').value.trim();
	if (wanted && wanted !== name) {
		name = wanted;
		sessionStorage.setItem('name', name);
		enter();
	}
}

$('name').addEventListener('change', rename);

$('new-room').addEventListener('submit', (event) => {
	event.preventDefault();
	location.hash = $('room').value;
	$('room').value = '';
});

addEventListener('hashchange', () => {
	// The skip link also changes the hash; it is no room
	if (location.hash === '#text') {
		history.replaceState(null, '', `#${room}`);
		$('text').focus();
	}
	else {
		enter();
	}
});

$('name').value = name;
sessionStorage.setItem('name', name);
enter();
