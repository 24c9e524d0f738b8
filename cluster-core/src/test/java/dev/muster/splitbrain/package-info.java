@NullMarked
package dev.muster.splitbrain;

import org.jspecify.annotations.NullMarked;
