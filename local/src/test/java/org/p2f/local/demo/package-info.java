/** The whole platform, started for real and used as its users do. */
@NullMarked
package org.p2f.local.demo;

import org.jspecify.annotations.NullMarked;
