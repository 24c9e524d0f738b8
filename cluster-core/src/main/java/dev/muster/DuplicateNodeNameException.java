package dev.muster;

/**
 * Thrown at start when another live member, at another address, has this node's name.
 */
public class DuplicateNodeNameException extends MusterException {

	private final String nodeName;

	private final String owner;

	/**
	 * Create an exception.
	 * @param nodeName the name that is taken
	 * @param owner address of the member that has it
	 */
	public DuplicateNodeNameException(String nodeName, String owner) {
		super("The node name '" + nodeName + "' is taken by the live member at " + owner);
		this.nodeName = nodeName;
		this.owner = owner;
	}

	/**
	 * Return the name that is taken.
	 * @return the name
	 */
	public String nodeName() {
		return this.nodeName;
	}

	/**
	 * Return where the member is that has the name.
	 * @return host and port
	 */
	public String owner() {
		return this.owner;
	}

}
