// The count beside the button. Without JavaScript the next page says whom you chose.
const boxes = [...document.querySelectorAll('input[name=person]')]
const count = document.querySelector('[data-count]')
if (count) {
  count.setAttribute('role', 'status')
  const show = () => {
    const many = boxes.filter(box => box.checked).length
    count.textContent = many === 1 ? '1 person chosen' : `${many || 'No'} people chosen`
  }
  boxes.forEach(box => box.addEventListener('change', show))
  show()
}
