package dev.muster;

import java.util.Map;
import java.util.Objects;

/**
 * One running copy of the application, as the cluster knows it. Equal when the
 * {@linkplain #id() id} is equal: name, address and metadata are what the member says of
 * itself.
 *
 * @param id identity of this incarnation
 * @param name name for people, unique among the members alive, unless a merge brought two
 * of one name together
 * @param host address at which the other members reach it
 * @param port port at which the other members reach it
 * @param metadata what the member tells of itself; unmodifiable
 */
public record Member(MemberId id, String name, String host, int port, Map<String, String> metadata) {

	public Member {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(host, "host");
		metadata = Map.copyOf(metadata);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Member member && this.id.equals(member.id);
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

	@Override
	public String toString() {
		return this.name + "@" + this.host + ":" + this.port;
	}

}
