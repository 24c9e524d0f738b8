package dev.muster.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.DiagnosticsHandler;

/**
 * A node on the engine alone and its own blocking {@code TCP}, which is known to freeze
 * when a peer is cut off under load: by it the tests prove that they would see a freeze.
 * Understands the commands of {@link TestNode} that matter here, and takes its arguments.
 */
public final class EngineTcpNode {

	private EngineTcpNode() {
	}

	/**
	 * Run a node until told to stop.
	 * @param args cluster name, node name, discovery, bind address, bind port
	 * @throws Exception if the engine does not start
	 */
	public static void main(String[] args) throws Exception {
		TCP tcp = new TCP();
		tcp.setBindAddress(InetAddress.getByName(args[3])).setBindPort(Integer.parseInt(args[4])).setPortRange(0);
		tcp.setDiagnosticsHandler(
				new DiagnosticsHandler(tcp.getLog(), tcp.getSocketFactory(), tcp.getThreadFactory()).setEnabled(false));
		TCPPING discovery = new TCPPING();
		discovery.initialHosts(Arrays.stream(args[2].substring(args[2].indexOf('=') + 1).split(","))
			.map((host) -> host.split(":"))
			.map((parts) -> new InetSocketAddress(parts[0], Integer.parseInt(parts[1])))
			.toList());
		FD_ALL3 failures = new FD_ALL3();
		failures.setTimeout(TestNode.FAILURE_DETECTION.toMillis()).setInterval(500);
		JChannel channel = new JChannel(List.of(tcp, discovery, new MERGE3().setMaxInterval(2000).setMinInterval(1000),
				failures, new VERIFY_SUSPECT2().setTimeout(500), new NAKACK4().useMcastXmit(false), new UNICAST4(),
				new GMS().setJoinTimeout(2000).printLocalAddress(false), new UFC(), new FRAG4()));
		channel.setName(args[1]);
		channel.setReceiver(new Reporter());
		channel.connect(args[0]);
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "load");
			thread.setDaemon(true);
			return thread;
		});
		obey(channel, timer);
		System.exit(0); // whoever is stuck stays behind
	}

	private static void obey(JChannel channel, ScheduledExecutorService timer) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null && !line.equals("stop"); line = in.readLine()) {
			String[] words = line.split(" ");
			if (words[0].equals("load")) {
				byte[] payload = new byte[Integer.parseInt(words[2])];
				timer.scheduleAtFixedRate(() -> publish(channel, payload), 0, Long.parseLong(words[1]),
						TimeUnit.MICROSECONDS);
			}
		}
	}

	private static void publish(JChannel channel, byte[] payload) {
		try {
			for (Address member : channel.getView().getMembers()) {
				if (!member.equals(channel.getAddress())) {
					channel.send(new BytesMessage(member, payload));
				}
			}
		}
		catch (Exception ex) {
			say("refused " + ex);
		}
	}

	private static synchronized void say(String text) {
		System.out.println(System.nanoTime() + " " + text);
	}

	private static final class Reporter implements Receiver {

		private final Set<Address> heard = ConcurrentHashMap.newKeySet();

		@Override
		public void receive(Message message) {
			if (this.heard.add(message.getSrc())) {
				say("hears " + message.getSrc() + " 1");
			}
		}

		@Override
		public void viewAccepted(View view) {
			say("view " + view.getMembers().stream().map(Address::toString).sorted().collect(Collectors.joining(",")));
		}

	}

}
