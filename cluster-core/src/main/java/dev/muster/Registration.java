package dev.muster;

/**
 * Something registered, until closed. Closing twice does nothing.
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

	@Override
	void close();

}
