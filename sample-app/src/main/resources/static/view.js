/** Draws. Knows nothing of where the data come from. Text is only ever set as text. */

const NODE_COLOURS = 8;

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const WORDS = { JOINED: 'joined', LEFT: 'left', FAILED: 'failed' };

export function $(id) {
	return document.getElementById(id);
}

function element(tag, properties, ...children) {
	const { dataset = {}, ...others } = properties;
	const created = Object.assign(document.createElement(tag), others);
	Object.assign(created.dataset, dataset);
	created.append(...children);
	return created;
}

/** A node has the same colour on every page. */
function colour(node) {
	let sum = 0;
	for (const letter of node) {
		sum += letter.codePointAt(0);
	}
	return String(sum % NODE_COLOURS);
}

function nodeBadge(node) {
	return element('span', { className: 'node', textContent: node, dataset: { colour: colour(node) } });
}

function clock(instant) {
	const date = new Date(instant);
	return element('time', { dateTime: instant, textContent: time.format(date), title: date.toLocaleString() });
}

function pageOf(member, room) {
	const port = member.metadata.http;
	if (!port || port === '0') {
		return null;
	}
	const loopback = member.host.startsWith('127.') || member.host === '::1';
	const host = loopback ? location.hostname : (member.host.includes(':') ? `[${member.host}]` : member.host);
	return `http://${host}:${port}/#${room}`;
}

export function drawSelf(name) {
	const self = $('self');
	self.textContent = name;
	self.dataset.colour = colour(name);
}

export function drawConnection(state) {
	const texts = { connecting: 'Connecting', open: 'Live', lost: 'Not connected' };
	$('connection').textContent = texts[state];
	$('connection').dataset.state = state;
}

/** Shows where to go on while this page's node does not answer. */
export function drawLost(cluster, room) {
	const lost = $('lost');
	lost.hidden = !cluster;
	if (!cluster) {
		return;
	}
	const links = cluster.members.filter((member) => !member.self)
		.map((member) => ({ name: member.name, page: pageOf(member, room) }))
		.filter((other) => other.page)
		.flatMap((other) => [' ', element('a', { href: other.page, textContent: other.name })]);
	lost.replaceChildren(`${cluster.self} does not answer. Trying again…`,
		...(links.length ? [' Meanwhile:', ...links] : []));
}

/**
 * Makes a list's items those of the array, and leaves the ones that are there already alone: so
 * a screen reader reads only what is new, and the focus stays.
 */
function update(list, array, draw) {
	const before = new Map([...list.children].map((item) => [item.dataset.key, item]));
	let place = list.firstElementChild;
	for (const entry of array) {
		const key = JSON.stringify(entry);
		let item = before.get(key);
		if (item) {
			before.delete(key);
		}
		else {
			item = draw(entry);
			item.dataset.key = key;
		}
		if (item === place) {
			place = place.nextElementSibling;
		}
		else {
			list.insertBefore(item, place);
		}
	}
	before.forEach((item) => item.remove());
}

export function drawRooms(rooms, current) {
	const shown = rooms.some((room) => room.name === current) ? rooms : [...rooms, { name: current, occupants: 0 }];
	update($('rooms'), shown.map(({ name, occupants }) => ({ name, occupants, current: name === current })), (room) => {
		const link = element('a', { href: `#${room.name}` }, element('span', { textContent: room.name }));
		if (room.current) {
			link.setAttribute('aria-current', 'page');
		}
		if (room.occupants > 0) {
			link.append(element('span', { className: 'count', textContent: room.occupants,
				title: `${room.occupants} in this room` }));
		}
		return element('li', {}, link);
	});
}

/** Each person once, with the nodes of all browsers of that name. */
export function drawOccupants(presence) {
	const people = presence.list()
		.map(([name, entries]) => ({ name, nodes: [...new Set(entries.map((entry) => entry.node))].sort() }))
		.sort((one, other) => one.name.localeCompare(other.name));
	update($('occupants'), people, ({ name, nodes }) => element('li', { title: `on ${nodes.join(', ')}`,
		textContent: name, dataset: { colour: colour(nodes[0]), node: nodes[0] } }));
}

export function drawMessages(messages, own) {
	const list = $('messages');
	const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
	update(list, messages, (message) => drawMessage(message, own));
	$('empty').hidden = messages.length > 0;
	if (atEnd) {
		list.scrollTop = list.scrollHeight;
	}
}

function drawMessage(message, own) {
	return element('li', { className: (message.author === own) ? 'own' : '' },
		element('div', { className: 'by' }, element('strong', { textContent: message.author }), ' ',
			element('span', { className: 'via' }, 'via ', nodeBadge(message.node)), ' ', clock(message.sentAt)),
		element('p', { textContent: message.text }));
}

export function drawCluster(cluster, room) {
	$('cluster-name').textContent = cluster.name;
	$('cluster-size').textContent = (cluster.size === 1) ? '1 member' : `${cluster.size} members`;
	$('view').textContent = cluster.view;
	update($('members'), cluster.members.map((member) => ({ ...member, page: pageOf(member, room) })), drawMember);
	update($('changes'), cluster.changes, (change) => element('li', { dataset: { what: change.what } },
		element('span', {}, nodeBadge(change.member), ` ${WORDS[change.what]}`), clock(change.at)));
}

function drawMember(member) {
	const item = element('li', { dataset: { member: member.name, colour: colour(member.name) } });
	item.append((member.page && !member.self) ? element('a', { href: member.page, textContent: member.name,
		title: `Open this room on ${member.name}` }) : element('span', { textContent: member.name }));
	if (member.self) {
		item.append(element('span', { className: 'tag', textContent: 'you' }));
	}
	if (member.coordinator) {
		item.append(element('span', { className: 'tag', textContent: 'coordinator', title: 'The oldest member' }));
	}
	item.append(element('small', { textContent: `${member.host}:${member.port}` }));
	return item;
}
