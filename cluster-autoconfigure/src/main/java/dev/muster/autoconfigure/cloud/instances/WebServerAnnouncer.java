package dev.muster.autoconfigure.cloud.instances;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Announces the web server when it listens, and takes that back before anything else
 * stops: no member sends a request to a server that is about to go.
 */
final class WebServerAnnouncer implements ApplicationListener<WebServerInitializedEvent>, SmartLifecycle {

	private final WebAddresses addresses;

	private final @Nullable ServerProperties properties;

	private int port;

	private int managementPort;

	private boolean running;

	WebServerAnnouncer(WebAddresses addresses, @Nullable ServerProperties properties) {
		this.addresses = addresses;
		this.properties = properties;
	}

	@Override
	public synchronized void onApplicationEvent(WebServerInitializedEvent event) {
		int listening = event.getWebServer().getPort();
		if (listening <= 0) {
			return; // a test's, which listens nowhere
		}
		if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), "management")) {
			this.managementPort = listening;
		}
		else {
			this.port = listening;
		}
		if (this.port != 0) {
			this.addresses.announce(new WebAddress(host(), this.port,
					this.properties != null && Ssl.isEnabled(this.properties.getSsl()), this.managementPort));
		}
	}

	private @Nullable String host() {
		InetAddress address = (this.properties != null) ? this.properties.getAddress() : null;
		return (address != null && !address.isAnyLocalAddress()) ? address.getHostAddress() : null;
	}

	@Override
	public synchronized void start() {
		this.running = true;
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		if (this.port != 0) {
			this.port = 0;
			this.managementPort = 0;
			this.addresses.announce(null);
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
