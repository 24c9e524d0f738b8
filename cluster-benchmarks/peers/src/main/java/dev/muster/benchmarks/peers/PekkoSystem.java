package dev.muster.benchmarks.peers;

import com.typesafe.config.ConfigFactory;
import dev.muster.benchmarks.link.Setup;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/**
 * Pekko on loopback by Artery over TCP; the first process is the seed.
 */
final class PekkoSystem {

	private static final String NAME = "bench";

	private PekkoSystem() {
	}

	static ActorSystem create(Setup setup, String more) {
		return ActorSystem.create(NAME, ConfigFactory.parseString("""
				pekko.actor.provider = cluster
				pekko.remote.artery.transport = tcp
				pekko.remote.artery.canonical.hostname = "%s"
				pekko.remote.artery.canonical.port = %d
				pekko.cluster.seed-nodes = ["%s"]
				pekko.loglevel = WARNING
				pekko.stdout-loglevel = WARNING
				pekko.log-dead-letters = off
				%s
				""".formatted(setup.address(), setup.port(), address(setup, 0), more))
			.withFallback(ConfigFactory.load()));
	}

	static String address(Setup setup, int place) {
		return "pekko://" + NAME + "@" + setup.address() + ":" + setup.ports().get(place);
	}

	static boolean isFormed(ActorSystem system) {
		int up = 0;
		for (Member member : Cluster.get(system).state().getMembers()) {
			up += member.status().equals(MemberStatus.up()) ? 1 : 0;
		}
		return up == Setup.PROCESSES;
	}

}
