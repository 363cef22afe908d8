@NullMarked
package org.p2f.catalog.upload;

import org.jspecify.annotations.NullMarked;
