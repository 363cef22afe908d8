/** Studies and demos from the command line: options, data set, progress, report. */
@NullMarked
package org.p2f.local.study;

import org.jspecify.annotations.NullMarked;
