/**
 * A cluster in one thread on virtual time. {@link dev.muster.test.simulation.Simulation}
 * runs events in the order of their time;
 * {@link dev.muster.test.simulation.SimulatedNetwork} makes
 * {@link dev.muster.transport.ClusterTransport}s whose packets are delayed, lost,
 * duplicated, reordered and cut as a test says. All chance comes from one seed: the same
 * seed and the same calls give the same history, event for event.
 *
 * <pre>
 * Simulation simulation = new Simulation(seed);
 * SimulatedNetwork network = new SimulatedNetwork(simulation);
 * SimulatedTransport a = network.transport("a", "shop", Map.of());
 * SimulatedTransport b = network.transport("b", "shop", Map.of());
 * a.start();                                        // time passes until it has a view
 * b.start();
 * network.partition(List.of(List.of(a), List.of(b)));
 * simulation.runUntil(() -&gt; a.view().size() == 1, Duration.ofMinutes(1));
 * network.heal();
 * simulation.runFor(Duration.ofSeconds(30));
 * </pre>
 */
@NullMarked
package dev.muster.test.simulation;

import org.jspecify.annotations.NullMarked;
