package dev.muster.node;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What a later release may be: the sources of this one, with a raised range of protocol
 * versions, and with fields, frames and packets that this one does not know. Its classes
 * go before this build's on the class path of a node.
 */
final class NextBuild {

	private static final Path SOURCES = Path.of("../cluster-core/src/main/java/dev/muster")
		.toAbsolutePath()
		.normalize();

	/** Has the constants, which the compiler copies into other classes of the package. */
	private static final String ADAPTER = "transport/jgroups";

	/** A type of frames and packets that nobody has. */
	private static final String TYPE = "(byte) 77";

	private final Map<Path, String> sources = new LinkedHashMap<>();

	private NextBuild() {
	}

	/**
	 * Compile a build that speaks the next version, and from some version on.
	 * @param minVersion the oldest version that it speaks
	 * @param into where its classes go
	 */
	static void compile(int minVersion, Path into) {
		NextBuild build = new NextBuild();
		build.raiseVersion(minVersion);
		build.addFields();
		build.addFrames();
		build.compile(into);
	}

	private void raiseVersion(int minVersion) {
		String hello = ADAPTER + "/Hello.java";
		edit(hello, "int MIN_VERSION = 1;", "int MIN_VERSION = " + minVersion + ";");
		edit(hello, "int MAX_VERSION = 1;", "int MAX_VERSION = 2;");
		edit(hello, "long FEATURES = 0;", "long FEATURES = 1L << 40;");
	}

	/** At the ends of the hello, of each packet and of the introduction. */
	private void addFields() {
		String handshake = "transport/handshake/MessageCodec.java";
		edit(handshake, "return Arrays.copyOf(out.array(), out.position());",
				"if (message instanceof Message.Hello || message instanceof Message.HelloBack) { out.putLong(77); }"
						+ " return Arrays.copyOf(out.array(), out.position());");
		edit(ADAPTER + "/PacketCodec.java", "byte[] bytes = new byte[out.position()];",
				"out.putLong(77); byte[] bytes = new byte[out.position()];");
		edit(ADAPTER + "/Introduction.java", "return bytes.toByteArray();",
				"bytes.writeBytes(new byte[] { 7, 7 }); return bytes.toByteArray();");
	}

	/**
	 * On connections, before there is a view, between members, on the bus, and of
	 * interest.
	 */
	private void addFrames() {
		edit("transport/jgroups/netty/Connection.java", "control(FrameType.PING, System.nanoTime());",
				"control(FrameType.PING, System.nanoTime()); control(" + TYPE + ", 7L);");
		edit(ADAPTER + "/Inquiry.java", "int token = this.questions.ask(to);",
				"int token = this.questions.ask(to); this.engine.transmit(to, new byte[] { 'M', 'U', 1, " + TYPE
						+ ", 0, 0, 0, 0, 7 });");
		edit(ADAPTER + "/Incarnation.java", "transmit(member, Introduction.encode(self()));",
				"transmit(member, Introduction.encode(self())); transmit(member, new byte[] { " + TYPE + ", 7 });");
		edit("pubsub/Peer.java", "this.batch.add(controls, number(messages));",
				"this.batch.add(controls, number(messages)); this.batch.add(1, new byte[] { " + TYPE + ", 2, 7, 7 });");
		edit("pubsub/InterestTable.java", "() -> TimeUnit.MILLISECONDS.toNanos(context.millis().getAsLong()));",
				"() -> TimeUnit.MILLISECONDS.toNanos(context.millis().getAsLong()));"
						+ " this.replica.add(new byte[] { " + TYPE + ", 7, 7 });");
	}

	private void edit(String file, String before, String after) {
		Path path = SOURCES.resolve(file);
		String text = this.sources.computeIfAbsent(path, NextBuild::read);
		if (!text.contains(before)) {
			throw new IllegalStateException("There is no '" + before + "' in " + file + " any more: adapt this test");
		}
		this.sources.put(path, text.replace(before, after));
	}

	private void compile(Path into) {
		try (Stream<Path> adapter = Files.list(SOURCES.resolve(ADAPTER))) {
			adapter.filter((path) -> path.toString().endsWith(".java"))
				.forEach((path) -> this.sources.computeIfAbsent(path, NextBuild::read));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<JavaFileObject> units = new ArrayList<>();
		this.sources.forEach((path, text) -> units.add(new Source(path, text)));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter output = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			boolean done = compiler
				.getTask(output, files, null, List.of("-d", into.toString(), "-proc:none", "-implicit:none", "-nowarn",
						"-classpath", System.getProperty("java.class.path")), null, units)
				.call();
			if (!done) {
				throw new IllegalStateException("The next build does not compile: " + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path path) {
		try {
			return Files.readString(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A source that differs from its file. */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(Path path, String text) {
			super(URI.create("edited:///" + path.getFileName()), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
