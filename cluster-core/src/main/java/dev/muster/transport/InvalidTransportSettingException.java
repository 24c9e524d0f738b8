package dev.muster.transport;

/**
 * Thrown for a transport setting that cannot be.
 */
public class InvalidTransportSettingException extends TransportException {

	private final String setting;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param setting name of the setting, below {@code muster.transport}
	 * @param remedy what to do
	 */
	public InvalidTransportSettingException(String setting, String remedy) {
		super("muster.transport." + setting + ": " + remedy, null);
		this.setting = setting;
		this.remedy = remedy;
	}

	/**
	 * Return the property.
	 * @return its whole name
	 */
	public String property() {
		return "muster.transport." + this.setting;
	}

	/**
	 * Return what to do.
	 * @return the remedy
	 */
	public String remedy() {
		return this.remedy;
	}

}
