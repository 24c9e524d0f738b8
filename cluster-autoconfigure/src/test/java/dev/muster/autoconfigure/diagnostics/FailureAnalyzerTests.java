package dev.muster.autoconfigure.diagnostics;

import java.util.List;

import dev.muster.DuplicateNodeNameException;
import dev.muster.annotation.ClusterListener;
import dev.muster.autoconfigure.listener.InvalidClusterListenerException;
import dev.muster.transport.InvalidTransportSettingException;
import dev.muster.transport.PortInUseException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the failure analyzers, as they are registered, on what a start that fails
 * throws.
 */
class FailureAnalyzerTests {

	@Test
	void portInUse() {
		FailureAnalysis analysis = analyze(new PortInUseException("127.0.0.1", 7800, 7800, null));
		assertThat(analysis.getDescription()).startsWith("Port 7800 of 127.0.0.1").contains("in use");
		assertThat(analysis.getAction()).contains("'muster.transport.bind-port'", "'muster.transport.port-range'");
	}

	@Test
	void allPortsOfTheRangeInUse() {
		FailureAnalysis analysis = analyze(new PortInUseException("127.0.0.1", 7800, 7810, null));
		assertThat(analysis.getDescription()).startsWith("All ports of 127.0.0.1 from 7800 to 7810");
	}

	@Test
	void addressOfAnotherMachine() {
		FailureAnalysis analysis = analyze(new PortInUseException("192.0.2.1", 7800, 7800, null));
		assertThat(analysis.getDescription()).contains("192.0.2.1", "no address of this machine");
		assertThat(analysis.getAction()).contains("'muster.transport.bind-address'");
	}

	@Test
	void duplicateNodeName() {
		FailureAnalysis analysis = analyze(new DuplicateNodeNameException("n1", "10.0.0.1:7800"));
		assertThat(analysis.getDescription()).contains("'n1'", "10.0.0.1:7800");
		assertThat(analysis.getAction()).contains("'muster.node-name'");
	}

	@Test
	void invalidTransportSetting() {
		FailureAnalysis analysis = analyze(
				new InvalidTransportSettingException("bind-port", "0 to 65535 are possible"));
		assertThat(analysis.getDescription()).contains("'muster.transport.bind-port'", "0 to 65535 are possible");
		assertThat(analysis.getAction()).contains("'muster.transport.bind-port'");
	}

	@Test
	void invalidProperty() {
		FailureAnalysis analysis = analyze(new InvalidClusterPropertyException("muster.topologies.a.strategy",
				"there is no strategy 'x'", "Set it to 'local'."));
		assertThat(analysis.getDescription()).isEqualTo("The cluster node cannot be set up. Property"
				+ " 'muster.topologies.a.strategy': there is no strategy 'x'.");
		assertThat(analysis.getAction()).isEqualTo("Set it to 'local'.");
	}

	@Test
	void invalidListener() throws Exception {
		FailureAnalysis analysis = analyze(new InvalidClusterListenerException(
				getClass().getDeclaredMethod("listener", String.class), "it has no topic", "Give it one."));
		assertThat(analysis.getDescription())
			.contains("dev.muster.autoconfigure.diagnostics.FailureAnalyzerTests.listener(java.lang.String)")
			.endsWith("it has no topic.");
		assertThat(analysis.getAction()).isEqualTo("Give it one.");
	}

	@ClusterListener
	void listener(String text) {
	}

	private static FailureAnalysis analyze(Exception failure) {
		Exception thrown = new ApplicationContextException("Failed to start bean 'musterLifecycle'", failure);
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader
			.forResourceLocation(SpringFactoriesLoader.FACTORIES_RESOURCE_LOCATION)
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
			})); // Boot's own may want more than there is
		List<FailureAnalysis> analyses = analyzers.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("dev.muster"))
			.map((analyzer) -> analyzer.analyze(thrown))
			.filter((analysis) -> analysis != null)
			.toList();
		assertThat(analyses).hasSize(1);
		assertThat(analyses.get(0).getCause()).isSameAs(failure);
		return analyses.get(0);
	}

}
