/**
 * Presence of users whom a web application streams to.
 */
@NullMarked
package dev.muster.autoconfigure.presence.web;

import org.jspecify.annotations.NullMarked;
