/** The commands behind ./p2f. */
@NullMarked
package org.p2f.local.cli;

import org.jspecify.annotations.NullMarked;
