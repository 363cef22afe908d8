@NullMarked
package org.p2f.local.cli;

import org.jspecify.annotations.NullMarked;
