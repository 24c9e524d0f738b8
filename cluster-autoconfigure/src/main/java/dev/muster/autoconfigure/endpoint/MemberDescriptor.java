package dev.muster.autoconfigure.endpoint;

import java.util.Map;
import java.util.TreeMap;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.transport.ProtocolVersions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A member, as the endpoint tells of it.
 *
 * @param id identity of this incarnation
 * @param name its name
 * @param host address at which the others reach it
 * @param port port at which the others reach it
 * @param self whether it is the one that tells
 * @param coordinator whether it is the oldest of the view
 * @param protocol the versions of the protocol that it speaks, or {@code null} if they
 * are not known
 * @param metadata what it tells of itself
 */
public record MemberDescriptor(String id, String name, String host, int port, boolean self, boolean coordinator,
		@Nullable ProtocolVersions protocol, Map<String, String> metadata) implements OperationResponseBody {

	static MemberDescriptor of(Member member, Member self, ClusterView view, @Nullable ProtocolVersions protocol) {
		return new MemberDescriptor(member.id().toString(), member.name(), member.host(), member.port(),
				member.equals(self), member.equals(view.coordinator()), protocol, new TreeMap<>(member.metadata()));
	}

}
