/**
 * An application outside this project, which knows the public names only.
 */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
