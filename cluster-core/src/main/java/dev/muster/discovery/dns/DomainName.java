package dev.muster.discovery.dns;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Rules of domain names. Names are handled in lower case and, when absolute, with a dot
 * at the end, so that equal ones are equal texts.
 */
final class DomainName {

	/** Characters of a whole name, without the dot at the end. */
	private static final int MAX_LENGTH = 253;

	private static final int MAX_LABEL_LENGTH = 63;

	private DomainName() {
	}

	/**
	 * Tell what is wrong with a name.
	 * @param name the name, with or without a dot at the end
	 * @return what is wrong, or {@code null} if it can be asked for
	 */
	static @Nullable String flaw(String name) {
		String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
		if (relative.isEmpty()) {
			return "it is empty";
		}
		if (relative.length() > MAX_LENGTH) {
			return "it is longer than " + MAX_LENGTH + " characters";
		}
		for (String label : relative.split("\\.", -1)) {
			if (label.isEmpty()) {
				return "it has a dot too many";
			}
			if (label.length() > MAX_LABEL_LENGTH) {
				return "a part between its dots is longer than " + MAX_LABEL_LENGTH + " characters";
			}
			if (!label.chars().allMatch(DomainName::isPermitted)) {
				return "it has characters other than a to z, 0 to 9, '-' and '_'";
			}
		}
		return null;
	}

	private static boolean isPermitted(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
	}

	/** Return a name as it is compared: in lower case and with a dot at the end. */
	static String absolute(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return lower.endsWith(".") ? lower : lower + ".";
	}

	/**
	 * Return the absolute names that a name may stand for, as resolv.conf(5) has it.
	 * @param name the name; with a dot at the end it stands for itself only
	 * @param search the search domains
	 * @param ndots how many dots make a name be tried as it is first
	 * @return absolute names, in the order in which they are to be tried
	 */
	static List<String> candidates(String name, List<String> search, int ndots) {
		if (name.endsWith(".")) {
			return List.of(absolute(name));
		}
		Set<String> result = new LinkedHashSet<>();
		boolean asItIsFirst = name.chars().filter((c) -> c == '.').count() >= ndots;
		if (asItIsFirst) {
			result.add(absolute(name));
		}
		for (String domain : search) {
			String candidate = domain.equals(".") ? name : name + "." + domain;
			if (flaw(candidate) == null) {
				result.add(absolute(candidate));
			}
		}
		result.add(absolute(name));
		return new ArrayList<>(result);
	}

}
