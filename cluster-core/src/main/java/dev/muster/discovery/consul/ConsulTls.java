package dev.muster.discovery.consul;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * How to speak HTTPS with the agent.
 *
 * @param context returns keys and trust; is asked for each new connection, so that what
 * was renewed is used. May be called by any thread
 * @param verifyHost whether the agent's certificate has to name the host at which it is
 * reached
 */
public record ConsulTls(Supplier<SSLContext> context, boolean verifyHost) {
}
