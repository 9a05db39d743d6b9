import { createRoot } from 'react-dom/client'
import { App } from './components/app.tsx'
import 'slack-blocks-to-jsx/dist/style.css'
import './styles/tokens.css'
import './styles/layout.css'
import './styles/messages.css'
import './styles/blocks.css'
import './styles/fields.css'
import './styles/menus.css'
import './styles/composer.css'
import './styles/tools.css'

const root = document.querySelector('#root')
if (root) createRoot(root).render(<App />)
