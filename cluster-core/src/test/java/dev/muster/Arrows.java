package dev.muster;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the core may know which, as src/docs/architecture.md draws it.
 */
final class Arrows extends ArchCondition<JavaClass> {

	static final String ROOT = "dev.muster";

	// A part is a package with all below it that are no parts themselves; each knows
	// itself and the words
	private static final Map<String, Set<String>> PARTS = new LinkedHashMap<>();

	static {
		part("", Set.of());
		part(".transport", Set.of());
		part(".codec", Set.of());
		part(".topic", Set.of());
		part(".codec.jackson", Set.of(".codec"));
		part(".wire", Set.of());
		part(".clock", Set.of(".transport"));
		part(".replication", Set.of(".transport", ".codec", ".clock", ".wire"));
		for (String feature : List.of(".pubsub", ".crdt", ".consensus", ".splitbrain", ".overlay")) {
			part(feature, Set.of(".transport", ".codec", ".topic", ".clock", ".replication", ".wire"));
		}
		part(".presence", Set.of(".transport", ".codec", ".topic", ".replication", ".pubsub", ".wire"));
		part(".pubsub",
				Set.of(".transport", ".codec", ".topic", ".clock", ".replication", ".wire", ".pubsub.exchange"));
		part(".pubsub.exchange", Set.of());
		part(".discovery", Set.of());
		for (String strategy : List.of(".dns", ".consul", ".multicast", ".fixed", ".local", ".kubernetes")) {
			part(".discovery" + strategy, Set.of(".discovery"));
		}
		part(".transport.handshake", Set.of(".transport"));
		part(".transport.jgroups", Set.of(".transport", ".transport.handshake", ".discovery"));
	}

	Arrows() {
		super("know only the parts that the map lets them know");
	}

	private static void part(String name, Set<String> known) {
		PARTS.put(name, known);
	}

	@Override
	public void check(JavaClass origin, ConditionEvents events) {
		String from = part(origin.getPackageName());
		if (from == null) {
			events.add(SimpleConditionEvent.violated(origin, origin.getName() + " is in a package that is not on the"
					+ " map: add it to src/docs/architecture.md and to " + Arrows.class.getSimpleName()));
			return;
		}
		for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
			String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
			if (target.equals(ROOT) || target.startsWith(ROOT + ".")) {
				String to = part(target);
				if (to == null || !isAllowed(from, to)) {
					events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
				}
			}
		}
	}

	private static boolean isAllowed(String from, String to) {
		return to.isEmpty() || from.equals(to) || PARTS.getOrDefault(from, Set.of()).contains(to);
	}

	private static @Nullable String part(String packageName) {
		String name = packageName.substring(ROOT.length());
		return PARTS.keySet()
			.stream()
			.filter((part) -> name.equals(part) || (!part.isEmpty() && name.startsWith(part + ".")))
			.max(Comparator.comparingInt(String::length))
			.orElse(null);
	}

}
