package dev.muster.autoconfigure.cloud;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * What an application registers, with metadata that can be changed until it does.
 */
class FakeRegistration implements Registration {

	private final Map<String, String> metadata = new HashMap<>();

	InstancePreRegisteredEvent preRegistered() {
		return new InstancePreRegisteredEvent(this, this);
	}

	@Override
	public String getServiceId() {
		return "shop";
	}

	@Override
	public String getHost() {
		return "127.0.0.1";
	}

	@Override
	public int getPort() {
		return 8080;
	}

	@Override
	public boolean isSecure() {
		return false;
	}

	@Override
	public URI getUri() {
		return URI.create("http://127.0.0.1:8080");
	}

	@Override
	public Map<String, String> getMetadata() {
		return this.metadata;
	}

}
