@NullMarked
package dev.muster.clock;

import org.jspecify.annotations.NullMarked;
