package dev.muster.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Hints for native images. The engine below the transport knows its classes by number: it
 * reads two tables of them, makes headers by their constructors, and looks at the
 * annotated fields and methods of protocols and of what these are composed of.
 */
class ClusterRuntimeHints implements RuntimeHintsRegistrar {

	private static final String ENGINE = "org.jgroups.";

	private static final List<String> TABLES = List.of("jg-magic-map.xml", "jg-protocol-ids.xml");

	private static final Pattern CLASS_NAME = Pattern.compile("<class [^>]*name=\"([^\"]+)\"");

	private static final String ADAPTER = "dev.muster.transport.jgroups.";

	private static final List<String> OWN_TYPES = List.of(ADAPTER + "ChannelHeader", ADAPTER + "MulticastHeader",
			ADAPTER + "EngineDiscovery", ADAPTER + "EngineTransport", ADAPTER + "UdpTransport");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		Set<Class<?>> types = new LinkedHashSet<>();
		for (String table : TABLES) {
			hints.resources().registerPattern(table);
			for (String name : names(table, classLoader)) {
				collect(name, classLoader, types);
			}
		}
		OWN_TYPES.forEach((name) -> collect(name, classLoader, types));
		types.forEach((type) -> hints.reflection()
			.registerType(type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS,
					MemberCategory.ACCESS_DECLARED_FIELDS));
	}

	private static Set<String> names(String table, @Nullable ClassLoader classLoader) {
		Set<String> names = new LinkedHashSet<>();
		ClassLoader loader = (classLoader != null) ? classLoader : ClusterRuntimeHints.class.getClassLoader();
		try (InputStream in = loader.getResourceAsStream(table)) {
			if (in != null) {
				Matcher matcher = CLASS_NAME.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
				while (matcher.find()) {
					names.add(matcher.group(1));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + table, ex);
		}
		return names;
	}

	// With its superclasses, and the types of its fields that the engine calls components
	private static void collect(String name, @Nullable ClassLoader classLoader, Set<Class<?>> types) {
		try {
			collect(ClassUtils.forName(name, classLoader), types);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return; // of an engine's feature that needs a jar which is not there
		}
	}

	private static void collect(@Nullable Class<?> type, Set<Class<?>> types) {
		if (type == null || !isKnown(type.getName()) || !types.add(type)) {
			return;
		}
		collect(type.getSuperclass(), types);
		for (Field field : type.getDeclaredFields()) {
			for (Annotation annotation : field.getAnnotations()) {
				if (annotation.annotationType().getName().equals(ENGINE + "annotations.Component")) {
					collect(field.getType(), types);
				}
			}
		}
	}

	private static boolean isKnown(String name) {
		return name.startsWith(ENGINE) || name.startsWith(ADAPTER);
	}

}
