/** The demo and studies: from images to a report, over HTTP with the generated client. */
@NullMarked
package org.p2f.local.demo;

import org.jspecify.annotations.NullMarked;
