package dev.muster.discovery.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.muster.discovery.DiscoveryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of this user's alone in which each node keeps one small file. The temporary
 * directory that it stands in is everybody's: so nothing in it is trusted that is not
 * this user's.
 */
final class RendezvousDirectory {

	/** How many files are looked at in one reading. */
	static final int MAX_FILES = 1024;

	private static final String SUFFIX = ".node";

	private static final String TEMPORARY_SUFFIX = ".tmp";

	private static final Logger logger = LoggerFactory.getLogger(LocalDiscoveryStrategy.class);

	private final Path path;

	private @Nullable UserPrincipal user;

	RendezvousDirectory(Path path) {
		this.path = path;
	}

	/**
	 * Return this user's directory.
	 * @return a directory below {@code java.io.tmpdir}, which need not exist
	 */
	static RendezvousDirectory ofThisUser() {
		String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
		return new RendezvousDirectory(temporaryDirectory().resolve("muster-" + user));
	}

	private static Path temporaryDirectory() {
		return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
	}

	/**
	 * Create the directory if need be, and see to it that it is this user's alone.
	 * @throws DiscoveryException if it is not
	 */
	void prepare() {
		try {
			create();
			BasicFileAttributes attributes = Files.readAttributes(this.path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (!attributes.isDirectory()) {
				throw new DiscoveryException(this.path + " is "
						+ (attributes.isSymbolicLink() ? "a symbolic link" : "a file")
						+ ", not a directory: somebody may want to mislead this node. Remove it, or set java.io.tmpdir");
			}
			UserPrincipal owner = Files.getOwner(this.path, LinkOption.NOFOLLOW_LINKS);
			if (!owner.equals(user())) {
				throw new DiscoveryException(this.path + " belongs to " + owner.getName()
						+ ": somebody may want to mislead this node. Remove it, or set java.io.tmpdir");
			}
			if (isPosix()) {
				Set<PosixFilePermission> ownersOnly = PosixFilePermissions.fromString("rwx------");
				if (!Files.getPosixFilePermissions(this.path, LinkOption.NOFOLLOW_LINKS).equals(ownersOnly)) {
					Files.setPosixFilePermissions(this.path, ownersOnly);
				}
			}
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	private void create() throws IOException {
		try {
			Files.createDirectory(this.path, ownersOnly("rwx------"));
		}
		catch (FileAlreadyExistsException ex) {
			return; // is checked next, whoever made it
		}
	}

	/** Not by the user's name: in a container the user may have none. */
	private UserPrincipal user() throws IOException {
		UserPrincipal known = this.user;
		if (known == null) {
			Path file = Files.createTempFile(temporaryDirectory(), "muster-", ".owner");
			try {
				known = Files.getOwner(file);
				this.user = known;
			}
			finally {
				Files.deleteIfExists(file);
			}
		}
		return known;
	}

	private boolean isPosix() {
		return this.path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private FileAttribute<?>[] ownersOnly(String permissions) {
		return isPosix()
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	private DiscoveryException unusable(Exception ex) {
		return new DiscoveryException(
				"Cannot use the directory " + this.path + " in which the nodes of this machine meet (" + ex
						+ "). Make it writable, set java.io.tmpdir, or use another strategy than 'local'",
				ex);
	}

	/**
	 * Write a node's file, so that a reader sees all of it or nothing.
	 * @param name the node's random name
	 * @param content the content
	 */
	void write(String name, byte[] content) {
		Path temporary = this.path.resolve(name + TEMPORARY_SUFFIX);
		Path file = this.path.resolve(name + SUFFIX);
		try {
			Files.deleteIfExists(temporary);
			Files.createFile(temporary, ownersOnly("rw-------"));
			Files.write(temporary, content, LinkOption.NOFOLLOW_LINKS, StandardOpenOption.WRITE);
			try {
				Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (AtomicMoveNotSupportedException ex) {
				Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	/**
	 * Show that a file is in use.
	 * @param name the node's random name
	 * @param now the time
	 * @return {@code false} if it is gone
	 */
	boolean touch(String name, Instant now) {
		try {
			Files.setLastModifiedTime(this.path.resolve(name + SUFFIX), FileTime.from(now));
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException ex) {
			throw unusable(ex);
		}
	}

	/**
	 * Delete a file. What cannot be deleted does no harm but to lie there.
	 * @param fileName the file
	 */
	void delete(String fileName) {
		try {
			Files.deleteIfExists(this.path.resolve(fileName));
		}
		catch (IOException ex) {
			logger.debug("Cannot delete {} in {}", fileName, this.path, ex);
		}
	}

	void deleteNode(String name) {
		delete(name + SUFFIX);
	}

	/**
	 * Read all files, but no more than {@value #MAX_FILES}.
	 * @return what is in them
	 */
	Reading read() {
		Map<String, Entry> entries = new TreeMap<>();
		int seen = 0;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.path)) {
			for (Path file : files) {
				if (++seen > MAX_FILES) {
					break;
				}
				Entry entry = read(file);
				if (entry != null) {
					entries.put(String.valueOf(file.getFileName()), entry);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			throw unusable(ex);
		}
		return new Reading(entries, seen <= MAX_FILES);
	}

	private @Nullable Entry read(Path file) throws IOException {
		BasicFileAttributes attributes;
		try {
			attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return null; // its node has just left
		}
		Instant modified = attributes.lastModifiedTime().toInstant();
		String name = String.valueOf(file.getFileName());
		// Never open what is no file: opening a pipe would wait for its writer
		if (!name.endsWith(SUFFIX) || !attributes.isRegularFile() || attributes.size() > NodeFile.MAX_SIZE) {
			return new Entry(null, modified, attributes.isRegularFile() && name.endsWith(TEMPORARY_SUFFIX));
		}
		try {
			if (!Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(user())) {
				return new Entry(null, modified, false);
			}
			try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
				return new Entry(NodeFile.decode(in.readNBytes(NodeFile.MAX_SIZE + 1)), modified, false);
			}
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IOException ex) {
			return new Entry(null, modified, false); // one bad file shall not hide the
														// others
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	/**
	 * What is in the directory.
	 *
	 * @param entries by file name
	 * @param complete whether that is all
	 */
	record Reading(Map<String, Entry> entries, boolean complete) {
	}

	/**
	 * A file.
	 *
	 * @param node what it says, or {@code null} if that makes no sense
	 * @param modified when it was written or touched
	 * @param temporary whether somebody began to write it
	 */
	record Entry(@Nullable NodeFile node, Instant modified, boolean temporary) {
	}

}
