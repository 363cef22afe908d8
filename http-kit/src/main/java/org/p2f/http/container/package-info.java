/** What the web server refuses before any application sees it. */
@NullMarked
package org.p2f.http.container;

import org.jspecify.annotations.NullMarked;
