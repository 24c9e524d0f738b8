package dev.muster.discovery.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalDiscoveryStrategyTests {

	private static final PeerAddress ONE = new PeerAddress("127.0.0.1", 7800);

	private static final PeerAddress TWO = new PeerAddress("127.0.0.1", 7801);

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

	@TempDir
	private Path parent = Path.of("set by JUnit");

	private Path directory = Path.of("set before each test");

	private volatile Instant now = Instant.now();

	private LongPredicate isAlive = (pid) -> true;

	@BeforeEach
	void setUp() {
		this.directory = this.parent.resolve("muster-test");
	}

	@AfterEach
	void stop() {
		this.scheduler.shutdownNow();
	}

	private LocalDiscoveryStrategy start(PeerAddress self) {
		return start(self, "shop");
	}

	private LocalDiscoveryStrategy start(PeerAddress self, String clusterName) {
		LocalDiscoveryStrategy strategy = new LocalDiscoveryStrategy(new RendezvousDirectory(this.directory),
				(pid) -> this.isAlive.test(pid));
		strategy.start(
				new DiscoveryContext(clusterName, self, () -> this.now, this.scheduler, Duration.ofSeconds(2), () -> {
				}));
		strategy.register(self);
		return strategy;
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private Path put(String name, String content) throws IOException {
		return Files.write(this.directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
	}

	private static String node(String host) {
		return "muster-local 1\ncluster=shop\nhost=" + host + "\nport=7809\npid=1\n";
	}

	@Test
	void whenTwoAreOfOneClusterThenTheyFindEachOther() {
		LocalDiscoveryStrategy one = start(ONE);
		LocalDiscoveryStrategy two = start(TWO);
		assertThat(two.discover()).containsExactlyInAnyOrder(ONE, TWO);
		assertThat(one.discover()).containsExactlyInAnyOrder(ONE, TWO);
		two.deregister();
		assertThat(one.discover()).containsExactly(ONE);
	}

	@Test
	void whenTwoAreOfTwoClustersThenTheyDoNotFindEachOther() {
		LocalDiscoveryStrategy one = start(ONE, "shop\nhost=127.0.0.9");
		start(TWO, "shop");
		assertThat(one.discover()).containsExactly(ONE);
		assertThat(start(TWO, "shop\nhost=127.0.0.9").discover()).containsExactlyInAnyOrder(ONE, TWO);
	}

	@Test
	void whenCreatedThenDirectoryAndFilesAreTheOwnersOnly() throws IOException {
		start(ONE);
		Assumptions.assumeTrue(Files.getFileStore(this.directory).supportsFileAttributeView("posix"), "needs POSIX");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory))).isEqualTo("rwx------");
		assertThat(files()).hasSize(1)
			.allSatisfy((file) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
				.isEqualTo("rw-------"));
	}

	@Test
	void whenOurDirectoryIsOpenToOthersThenItIsClosed() throws IOException {
		Files.createDirectory(this.directory);
		Assumptions.assumeTrue(Files.getFileStore(this.directory).supportsFileAttributeView("posix"), "needs POSIX");
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		start(ONE);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory))).isEqualTo("rwx------");
	}

	@Test
	void whenTheDirectoryIsASymbolicLinkThenItIsRefused() throws IOException {
		Path target = Files.createDirectory(this.parent.resolve("target"));
		Files.createSymbolicLink(this.directory, target);
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> start(ONE))
			.withMessageContaining("is a symbolic link")
			.withMessageContaining(this.directory.toString());
		assertThat(target).isEmptyDirectory();
	}

	@Test
	void whenTheDirectoryIsAFileThenItIsRefused() throws IOException {
		Files.createFile(this.directory);
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> start(ONE))
			.withMessageContaining("is a file");
	}

	@Test
	void whenTheDirectoryBelongsToAnotherThenItIsRefused() throws IOException {
		Files.createDirectory(this.directory);
		try {
			Files.setAttribute(this.directory, "unix:uid", 65534);
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			Assumptions.abort("Only root can give a directory away: run this test as root to have it run");
		}
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> start(ONE))
			.withMessageContaining("belongs to")
			.withMessageContaining("java.io.tmpdir");
	}

	@Test
	void whenTheParentDoesNotExistThenTheMessageNamesTheRemedy() {
		this.directory = this.parent.resolve("missing").resolve("muster-test");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> start(ONE))
			.withMessageContaining(this.directory.toString())
			.withMessageContaining("java.io.tmpdir");
	}

	@Test
	void whenTheDirectoryVanishesThenItIsMadeAgain() throws IOException {
		LocalDiscoveryStrategy one = start(ONE);
		for (Path file : files()) {
			Files.delete(file);
		}
		Files.delete(this.directory);
		assertThat(one.discover()).containsExactly(ONE);
		assertThat(start(TWO).discover()).containsExactlyInAnyOrder(ONE, TWO);
	}

	@Test
	void whenAProcessIsGoneThenItsFileIsDeletedAfterSomeMinutes() throws IOException {
		LocalDiscoveryStrategy one = start(ONE);
		put("gone.node", node("127.0.0.1"));
		this.isAlive = (pid) -> pid != 1;
		assertThat(one.discover()).hasSize(2);
		this.now = this.now.plus(LocalDiscoveryStrategy.KEPT_WITHOUT_PROCESS).plusSeconds(5);
		assertThat(one.discover()).containsExactly(ONE);
		assertThat(files()).hasSize(1);
	}

	@Test
	void whenAFileIsLeftUntouchedThenItIsDeletedThoughTheNumberOfItsProcessIsInUse() throws IOException {
		LocalDiscoveryStrategy one = start(ONE);
		put("gone.node", node("127.0.0.1"));
		Files.setLastModifiedTime(this.directory.resolve("gone.node"),
				FileTime.from(this.now.minus(LocalDiscoveryStrategy.KEPT_UNTOUCHED).minusSeconds(1)));
		assertThat(one.discover()).containsExactly(ONE);
	}

	@Test
	void whenANeighbourSeesOtherProcessesThenItsDeletionHeals() throws IOException {
		LocalDiscoveryStrategy one = start(ONE);
		LocalDiscoveryStrategy two = start(TWO);
		this.isAlive = (pid) -> false;
		this.now = this.now.plus(LocalDiscoveryStrategy.KEPT_WITHOUT_PROCESS).plusSeconds(5);
		assertThat(two.discover()).containsExactly(TWO);
		assertThat(one.discover()).containsExactlyInAnyOrder(ONE, TWO);
		assertThat(two.discover()).containsExactlyInAnyOrder(ONE, TWO);
	}

	@Test
	void whenAnAddressIsNotOnLoopbackThenItIsNotTaken() throws IOException {
		LocalDiscoveryStrategy one = start(ONE);
		put("a.node", node("10.0.0.1"));
		put("b.node", node("localhost"));
		put("c.node", node("evil.example"));
		put("d.node", node("0.0.0.0"));
		put("e.node", node("::1"));
		assertThat(one.discover()).containsExactlyInAnyOrder(ONE, new PeerAddress("::1", 7809));
	}

	@Test
	void whenThisNodeIsNotOnLoopbackThenItIsListedToItselfOnly() {
		PeerAddress wide = new PeerAddress("10.0.0.1", 7800);
		LocalDiscoveryStrategy one = start(wide);
		assertThat(one.discover()).containsExactly(wide);
		assertThat(start(TWO).discover()).containsExactly(TWO);
		one.deregister();
	}

	@Test
	void whenThereIsGarbageThenItIsIgnored() throws IOException {
		LocalDiscoveryStrategy one = start(ONE);
		put("empty.node", "");
		put("version.node", node("127.0.0.1").replace("local 1", "local 2"));
		put("huge.node", node("127.0.0.1") + "x".repeat(1_000_000));
		put("port.node", node("127.0.0.1").replace("7809", "70000"));
		put("other.txt", node("127.0.0.1"));
		Files.createDirectory(this.directory.resolve("directory.node"));
		Path outside = Files.write(this.parent.resolve("outside"), node("127.0.0.1").getBytes(StandardCharsets.UTF_8));
		Files.createSymbolicLink(this.directory.resolve("link.node"), outside);
		assertThat(one.discover()).containsExactly(ONE);
	}

	@Test
	void whenThereAreRandomBytesThenTheyAreNoNode() {
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		byte[] good = new NodeFile("shop", ONE, 7).encode();
		assertThat(NodeFile.decode(good)).isEqualTo(new NodeFile("shop", ONE, 7));
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = (i % 2 == 0) ? good.clone() : new byte[random.nextInt(NodeFile.MAX_SIZE + 2)];
			for (int j = 0; j < 1 + random.nextInt(5) && bytes.length > 0; j++) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			NodeFile file = NodeFile.decode(bytes);
			assertThat(file == null || file.address().literal() != null).isTrue();
		}
	}

	@Test
	void whenThereAreTooManyFilesThenSomeAreLookedAt() throws IOException {
		LocalDiscoveryStrategy one = start(ONE);
		for (int i = 0; i < RendezvousDirectory.MAX_FILES + 10; i++) {
			put("n" + i + ".node", node("127.0.0.1").replace("7809", String.valueOf(20_000 + i)));
		}
		assertThat(one.discover()).contains(ONE).hasSizeLessThanOrEqualTo(RendezvousDirectory.MAX_FILES + 1);
	}

	@Test
	void whenClosedThenNothingIsLeftAndItCanStartAgain() throws IOException {
		LocalDiscoveryStrategy one = start(ONE);
		one.close();
		one.close();
		assertThat(files()).isEmpty();
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(one::discover);
	}

}
