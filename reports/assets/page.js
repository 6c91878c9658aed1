/* page.js: sorting, filtering, copying and unfolding of tables. The page says everything without it. */
(function () {
  'use strict';
  var MINUS = /\u2212/g, SPACES = /[\u202f\s]/g;

  function make(tag, text, where) {
    var e = document.createElement(tag);
    if (text) e.textContent = text;
    if (where) where.appendChild(e);
    return e;
  }
  function button(text, where, action) {
    var b = make('button', text, where);
    b.type = 'button';
    b.className = 'tool';
    b.dataset.script = '';
    b.addEventListener('click', action);
    return b;
  }
  function number(cell) {
    var text = cell.firstChild ? cell.firstChild.textContent : '';
    var value = parseFloat(text.replace(MINUS, '-').replace(SPACES, '').replace('<', ''));
    return isNaN(value) ? null : value;
  }
  /* Totals stay on top, withheld rows at the end. */
  function rank(row) {
    return row.classList.contains('total') ? 0 : row.querySelector('.no') ? 2 : 1;
  }
  function sort(table, column, head) {
    var down = head.getAttribute('aria-sort') === 'descending' ? 1 : -1;
    var text = head.classList.contains('l') || column === 0;
    if (text && !head.hasAttribute('aria-sort')) down = 1;
    var body = table.tBodies[0];
    Array.from(body.rows).sort(function (a, b) {
      if (rank(a) !== rank(b) || rank(a) === 2) return rank(a) - rank(b);
      var x = a.cells[column], y = b.cells[column];
      if (text) return down * x.textContent.localeCompare(y.textContent, undefined, { numeric: true });
      x = number(x);
      y = number(y);
      if (x === null || y === null) return (x === null) - (y === null);
      return down * (x - y);
    }).forEach(function (row) { body.appendChild(row); });
    table.querySelectorAll('[aria-sort]').forEach(function (h) { h.removeAttribute('aria-sort'); });
    head.setAttribute('aria-sort', down > 0 ? 'ascending' : 'descending');
  }
  function sortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      var b = make('button');
      b.type = 'button';
      while (head.firstChild) b.appendChild(head.firstChild);
      head.appendChild(b);
      b.addEventListener('click', function () { sort(table, column, head); });
    });
  }
  function filter(table) {
    var input = make('input');
    input.className = 'filter';
    input.type = 'search';
    input.placeholder = 'Filter rows';
    input.setAttribute('aria-label', 'Filter rows');
    input.addEventListener('input', function () {
      var wanted = input.value.toLowerCase();
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    var box = table.parentNode;
    box.parentNode.insertBefore(input, box);
  }
  function copy(table) {
    var lines = Array.from(table.rows).filter(function (row) { return !row.hidden; });
    return lines.map(function (row) {
      return Array.from(row.cells).map(function (cell) {
        return cell.textContent.replace(/\s+/g, ' ').trim();
      }).join('\t');
    }).join('\n');
  }
  function copyable(table) {
    var b = button('Copy', table.caption.firstChild, function () {
      if (!navigator.clipboard) return;
      navigator.clipboard.writeText(copy(table)).then(function () { b.textContent = 'Copied'; });
    });
  }

  document.querySelectorAll('main table').forEach(function (table) {
    if (table.tBodies[0].rows.length > 2) sortable(table);
    if (table.tBodies[0].rows.length > 20) filter(table);
    copyable(table);
  });

  var folds = Array.from(document.querySelectorAll('details'));
  var views = document.querySelector('.views');
  if (views && folds.length) {
    var all = button('Open all data tables', views, function () {
      var open = all.textContent.indexOf('Open') === 0;
      folds.forEach(function (fold) { fold.open = open; });
      all.textContent = (open ? 'Close' : 'Open') + ' all data tables';
    });
  }
})();
